import { fileTypeFromBuffer } from 'file-type'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { AudioSniffer, ByteStream } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'

/**
 * The accepted formats, by the extension `file-type` reports. Phones label AAC recordings with various MP4 brands, and
 * `file-type` reports the ones it does not know as `mp4`. Whether an MP4 holds AAC, or a WebM Opus, the decoder tells.
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

/** How much `file-type` reads of a file without an ID3 tag. */
const HEAD_BYTES = 4100

/** ID3v2.4, section 3.1: `ID3`, version, flags, and the size of the rest in four times seven bits. */
const ID3_HEADER_BYTES = 10

/** Encoders may pad between an ID3 tag and the first frame; without a tag the file must start with a frame. */
const PADDING_AFTER_ID3 = 2048

/** More consecutive tags than any real file has. */
const MAX_TAGS = 8

/** Reads a byte stream with a lookahead, and skips without buffering. */
class ByteReader {
  readonly #pieces: AsyncIterator<Result<Uint8Array, Unavailable>>
  #pending: Buffer = Buffer.alloc(0)

  constructor(bytes: ByteStream) {
    this.#pieces = bytes[Symbol.asyncIterator]()
  }

  /** The next bytes, without consuming them; fewer only at the end of the file. */
  async peek(length: number): Promise<Result<Buffer, Unavailable>> {
    while (this.#pending.length < length) {
      const piece = await this.#next()
      if (piece.isErr()) return err(piece.error)
      if (piece.value === null) break
      this.#pending = Buffer.concat([this.#pending, piece.value])
    }
    return ok(this.#pending.subarray(0, length))
  }

  /** Skips this many bytes, or to the end of the file, holding one chunk at a time. */
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

/** The length of the ID3 tag at the start of these bytes; 0 if there is none. */
const id3Length = (head: Buffer): number => {
  if (head.length < ID3_HEADER_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = head.subarray(6, 10).reduce((sum, seven) => sum * 128 + (seven & 0x7f), 0)
  const hasFooter = (head[5]! & 0x10) !== 0
  return ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0)
}

const detect = async (reader: ByteReader): Promise<Result<AudioFormat | null, Unavailable>> => {
  let mpegOffsetTolerance = 0
  for (let tags = 0; tags <= MAX_TAGS; tags++) {
    const head = await reader.peek(HEAD_BYTES)
    if (head.isErr()) return err(head.error)
    const tag = id3Length(head.value)
    if (tag === 0) {
      // Malformed bytes may make its parser throw; such a file is not an accepted format.
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
    return await detect(reader)
  } finally {
    await reader.close()
  }
}

/**
 * Detects the format with the `file-type` package, which sees only the head of the file. ID3 tags are skipped here,
 * chunk by chunk: the cover picture in a tag may be too large to hold in memory.
 */
export class FileTypeAudioSniffer implements AudioSniffer {
  sniff(bytes: ByteStream): ResultAsync<AudioFormat | null, Unavailable> {
    return new ResultAsync(sniff(bytes))
  }
}
