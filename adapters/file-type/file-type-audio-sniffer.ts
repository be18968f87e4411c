import { fileTypeFromBuffer } from 'file-type'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { AudioSniffer, ByteStream } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'

/**
 * What Soundhub takes, by the name `file-type` has for it. Phones call their AAC recordings by the brands of MP4; the
 * ones `file-type` has no name for are `mp4` too. Whether there is AAC in it, and Opus in a WebM, the decoder sees.
 */
const FORMATS: ReadonlyMap<string, AudioFormat> = new Map([
  ['mp3', 'mp3'],
  ['aac', 'aac'],
  ['m4a', 'm4a'],
  ['m4b', 'm4a'],
  ['mp4', 'm4a'],
  ['wav', 'wav'],
  ['flac', 'flac'],
  ['ogg', 'ogg'],
  ['opus', 'ogg'],
  ['webm', 'webm'],
])

/** As much as `file-type` looks at in a file without an ID3 tag. */
const HEAD_BYTES = 4100

/** ID3v2.4, section 3.1: `ID3`, version, flags, and the size of the rest in four times seven bits. */
const ID3_HEADER_BYTES = 10

/** Encoders pad between an ID3 tag and the first frame; without a tag a frame has to begin the file. */
const PADDING_AFTER_ID3 = 2048

/** More tags than anybody writes one after the other. */
const MOST_TAGS = 8

/** Bytes as they arrive, of which some are skipped and some kept. */
class ByteReader {
  readonly #pieces: AsyncIterator<Result<Uint8Array, Unavailable>>
  #pending: Buffer = Buffer.alloc(0)

  constructor(bytes: ByteStream) {
    this.#pieces = bytes[Symbol.asyncIterator]()
  }

  /** The next bytes without taking them, fewer only at the end of the file. */
  async peek(length: number): Promise<Result<Buffer, Unavailable>> {
    while (this.#pending.length < length) {
      const piece = await this.#next()
      if (piece.isErr()) return err(piece.error)
      if (piece.value === null) break
      this.#pending = Buffer.concat([this.#pending, piece.value])
    }
    return ok(this.#pending.subarray(0, length))
  }

  /** Passes over so many bytes, or to the end; no more than one piece is held meanwhile. */
  async skip(length: number): Promise<Result<void, Unavailable>> {
    let left = length
    while (left > this.#pending.length) {
      left -= this.#pending.length
      this.#pending = Buffer.alloc(0)
      const piece = await this.#next()
      if (piece.isErr()) return err(piece.error)
      if (piece.value === null) return ok()
      this.#pending = Buffer.from(piece.value)
    }
    this.#pending = this.#pending.subarray(left)
    return ok()
  }

  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #next(): Promise<Result<Uint8Array | null, Unavailable>> {
    const piece = await this.#pieces.next()
    return piece.done === true ? ok(null) : piece.value
  }
}

/** Length of the ID3 tag these bytes begin, 0 where none does. */
const id3Length = (head: Buffer): number => {
  if (head.length < ID3_HEADER_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = head.subarray(6, 10).reduce((sum, seven) => sum * 128 + (seven & 0x7f), 0)
  const hasFooter = (head[5]! & 0x10) !== 0
  return ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0)
}

const look = async (reader: ByteReader): Promise<Result<AudioFormat | null, Unavailable>> => {
  let mpegOffsetTolerance = 0
  for (let tags = 0; tags <= MOST_TAGS; tags++) {
    const head = await reader.peek(HEAD_BYTES)
    if (head.isErr()) return err(head.error)
    const tag = id3Length(head.value)
    if (tag === 0) {
      // Bytes that pretend to be something and are not may be more than its parser bears: that is nothing we take.
      const type = await fileTypeFromBuffer(head.value, { mpegOffsetTolerance }).catch(() => undefined)
      return ok(FORMATS.get(type?.ext ?? '') ?? null)
    }
    const skipped = await reader.skip(tag)
    if (skipped.isErr()) return err(skipped.error)
    mpegOffsetTolerance = PADDING_AFTER_ID3
  }
  return ok(null)
}

const sniff = async (bytes: ByteStream): Promise<Result<AudioFormat | null, Unavailable>> => {
  const reader = new ByteReader(bytes)
  try {
    return await look(reader)
  } finally {
    await reader.close()
  }
}

/**
 * Tells formats by the `file-type` package, of which it sees the head only. ID3 tags are passed over here, piece by
 * piece: a cover picture in front of the music may be larger than anything that should be held in memory.
 */
export class FileTypeAudioSniffer implements AudioSniffer {
  sniff(bytes: ByteStream): ResultAsync<AudioFormat | null, Unavailable> {
    return new ResultAsync(sniff(bytes))
  }
}
