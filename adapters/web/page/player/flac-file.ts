import { err, ok, type Result } from 'neverthrow'
import { type FlacDecoder, flacDecoder, type FlacFrame } from '#domain/sound/flac-decoder.ts'
import type { StereoBlock } from '#domain/sound/block.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { newPendingBytes } from '#domain/sound/pending-bytes.ts'
import { letGo } from './let-go.ts'

/** The stem cannot be read: the server is away, or the file is gone or damaged. */
export type StemUnreadable = { readonly type: 'StemUnreadable'; readonly url: string }

/** About two seconds of a stem. */
const CHUNK_BYTES = 262_144
const HEAD_BYTES = 16_384
/** A guess at where a frame lies aims so much before it, so that it is rarely missed. */
const MARGIN_BYTES = 32_768

/** Reads frames of a stem from wherever one likes, by requests for byte ranges. */
export type FlacFile = {
  /** Decoded frames; the first one contains this sample. */
  readonly from: (sample: number) => AsyncGenerator<Result<FlacFrame, StemUnreadable>>
  /** Takes back the memory of a frame that nobody looks at any more. */
  readonly reuse: (frame: FlacFrame) => void
}

type Opened = { readonly decoder: FlacDecoder; readonly audioStart: number; readonly bytes: number }

type Part = { readonly bytes: Uint8Array; readonly size: number }

const sizeIn = (answer: Response, length: number): number => {
  const size = /\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')
  return size === null ? length : Number(size[1])
}

/** A reader that fills the memory it is given, where the browser has one (WHATWG Streams §4.7). */
const fillingReader = ({ body }: Response): ReadableStreamBYOBReader | null => {
  try {
    return body?.getReader({ mode: 'byob' }) ?? null
  } catch {
    return null
  }
}

const PIECE_BYTES = 65_536
/** Memory that answers were read into, for the next ones. */
const rooms: Uint8Array<ArrayBuffer>[] = []

/**
 * A body of at most so many bytes. What a browser has filled it keeps until it collects garbage, in Chromium a quarter of a
 * gigabyte for 32 stems; so the same memory is filled again and again.
 */
const bodyOf = async (answer: Response, most: number): Promise<Uint8Array> => {
  const reader = fillingReader(answer)
  if (reader === null) return new Uint8Array(await answer.arrayBuffer())
  const body = new Uint8Array(most)
  let room = rooms.pop() ?? new Uint8Array(PIECE_BYTES)
  for (let length = 0; ;) {
    const { value, done } = await reader.read(room)
    if (value === undefined) return body.subarray(0, length)
    body.set(value, length)
    length += value.length
    room = new Uint8Array(value.buffer)
    if (!done) continue
    rooms.push(room)
    return body.subarray(0, length)
  }
}

const bytesOf = async (url: string, first: number, last: number): Promise<Part | null> => {
  try {
    const answer = await fetch(url, { headers: { Range: `bytes=${first}-${last}` } })
    if (!answer.ok) return null
    if (answer.status === 206) {
      const bytes = await bodyOf(answer, last + 1 - first)
      return { bytes, size: sizeIn(answer, bytes.length) }
    }
    // A server that knows no ranges sends everything.
    const whole = new Uint8Array(await answer.arrayBuffer())
    return { bytes: whole.subarray(first, last + 1), size: whole.length }
  } catch {
    return null
  }
}

/** A FLAC file on a server, of so many samples. */
export const flacFile = (url: string, samples: number): FlacFile => {
  const unreadable = err<never, StemUnreadable>({ type: 'StemUnreadable', url })
  let opening: Promise<Opened | null> | null = null
  /** Where frames were found to begin: by sample, then the byte; in order. */
  const known: [number, number][] = []
  /** Memory for the samples of the next frames. */
  const free: StereoBlock[] = []

  const newBlock = (length: number): StereoBlock => {
    const block = free.pop()
    return block?.length === length ? block : new Float32Array(length)
  }

  const open = async (): Promise<Opened | null> => {
    let wanted = HEAD_BYTES
    for (let tries = 0; tries < 3; tries++) {
      const part = await bytesOf(url, 0, wanted - 1)
      if (part === null) return null
      const head = readFlacHead(part.bytes)
      if (head.isOk()) {
        const { format, audioStart } = head.value
        known.push([0, audioStart])
        return { decoder: flacDecoder(format, newBlock), audioStart, bytes: part.size }
      }
      if (head.error.type !== 'NeedsMoreBytes') return null
      wanted = head.error.bytes + HEAD_BYTES
    }
    return null
  }

  const opened = async (): Promise<Opened | null> => {
    opening ??= open()
    const file = await opening
    // It may be there the next time.
    if (file === null) opening = null
    return file
  }

  const remember = (sample: number, byte: number): void => {
    const at = known.findLastIndex(([before]) => before <= sample)
    if (known[at]?.[0] !== sample) known.splice(at + 1, 0, [sample, byte])
  }

  /** A byte before the frame that contains the sample, by what is known of the file around it. */
  const guess = ({ bytes }: Opened, sample: number): number => {
    const at = known.findLastIndex(([before]) => before <= sample)
    const [fromSample, fromByte] = known[at]!
    const [toSample, toByte] = known[at + 1] ?? [samples, bytes]
    const perSample = (toByte - fromByte) / Math.max(1, toSample - fromSample)
    const ahead = (sample - fromSample) * perSample - MARGIN_BYTES
    return ahead < CHUNK_BYTES ? fromByte : Math.floor(fromByte + ahead)
  }

  async function* framesFrom(file: Opened, byte: number): AsyncGenerator<Result<FlacFrame, StemUnreadable>> {
    const pending = newPendingBytes(letGo)
    let start = byte
    let coming = bytesOf(url, start, start + CHUNK_BYTES - 1)
    while (true) {
      const part = await coming
      if (part === null) {
        yield unreadable
        return
      }
      const end = start + pending.add(part.bytes)
      const isWhole = end >= file.bytes
      if (!isWhole) coming = bytesOf(url, end, end + CHUNK_BYTES - 1)
      let at = 0
      while (true) {
        const frame = file.decoder.nextFrame(pending.all(), at, { isWhole })
        if (frame.isErr()) {
          if (frame.error.type === 'NoFlacFrame') return
          at = frame.error.from
          break
        }
        remember(frame.value.firstFrame, start + frame.value.startByte)
        at = frame.value.endByte
        yield ok(frame.value)
        if (frame.value.firstFrame + frame.value.length >= samples) return
      }
      start = byte + pending.drop(at)
    }
  }

  async function* from(sample: number): AsyncGenerator<Result<FlacFrame, StemUnreadable>> {
    const file = await opened()
    if (file === null) {
      yield unreadable
      return
    }
    let byte = guess(file, sample)
    for (let isFirst = true; ;) {
      let back = false
      for await (const frame of framesFrom(file, byte)) {
        if (frame.isErr()) {
          yield frame
          return
        }
        const { firstFrame, length } = frame.value
        if (isFirst && firstFrame > sample) {
          back = true
          break
        }
        isFirst = false
        if (firstFrame + length > sample) yield frame
      }
      if (!back) return
      // What was found too late is known now, so the next guess is better; the margin makes it end.
      byte = Math.max(file.audioStart, Math.min(guess(file, sample), byte - MARGIN_BYTES))
    }
  }
  return { from, reuse: ({ samples: block }) => void free.push(block) }
}
