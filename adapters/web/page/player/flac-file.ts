import { err, ok, type Result } from 'neverthrow'
import { type FlacDecoder, flacDecoder, type FlacFrame } from '#domain/sound/flac-decoder.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { newPendingBytes } from '#domain/sound/pending-bytes.ts'

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
}

type Opened = { readonly decoder: FlacDecoder; readonly audioStart: number; readonly bytes: number }

type Part = { readonly bytes: Uint8Array; readonly size: number }

const sizeIn = (answer: Response, length: number): number => {
  const size = /\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')
  return size === null ? length : Number(size[1])
}

const bytesOf = async (url: string, first: number, last: number): Promise<Part | null> => {
  try {
    const answer = await fetch(url, { headers: { Range: `bytes=${first}-${last}` } })
    if (!answer.ok) return null
    const whole = new Uint8Array(await answer.arrayBuffer())
    // A server that knows no ranges sends everything.
    const bytes = answer.status === 206 ? whole : whole.subarray(first, last + 1)
    return { bytes, size: sizeIn(answer, whole.length) }
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

  const open = async (): Promise<Opened | null> => {
    let wanted = HEAD_BYTES
    for (let tries = 0; tries < 3; tries++) {
      const part = await bytesOf(url, 0, wanted - 1)
      if (part === null) return null
      const head = readFlacHead(part.bytes)
      if (head.isOk()) {
        const { format, audioStart } = head.value
        known.push([0, audioStart])
        return { decoder: flacDecoder(format), audioStart, bytes: part.size }
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
    const pending = newPendingBytes()
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
  return { from }
}
