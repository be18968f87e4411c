import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ByteStream } from '#application/track/audio.ts'
import { valueOf } from './contracts/subject.ts'
import { sha256 } from './sha256.ts'

/** `length` pseudo-random bytes, the same ones for the same seed. */
export const someBytes = (length: number, seed = 1): Uint8Array => {
  let state = seed >>> 0 || 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}

export const sha256Of = (bytes: Uint8Array): string => sha256(bytes)

/** A stream that remembers how it was read. */
export type WatchedStream<Fault = never> = {
  readonly stream: ByteStream<Fault>
  /** How many chunks were read. */
  readonly chunksRead: () => number
  /** Whether its reader read it to its end or closed it. */
  readonly isClosed: () => boolean
}

/** A stream of these chunks, then of the fault, if there is one. */
export const streamOf = <Fault = never>(
  chunks: Iterable<Uint8Array>,
  fault: { readonly atItsEnd?: Fault; readonly thrown?: Error } = {},
): WatchedStream<Fault> => {
  let chunksRead = 0
  let closed = false
  async function* read(): ByteStream<Fault> {
    try {
      for (const chunk of chunks) {
        chunksRead++
        yield ok(chunk)
      }
      if (fault.thrown !== undefined) throw fault.thrown
      if (fault.atItsEnd !== undefined) yield err(fault.atItsEnd)
    } finally {
      closed = true
    }
  }
  return { stream: read(), chunksRead: () => chunksRead, isClosed: () => closed }
}

/** The chunks, joined. */
export const joined = (chunks: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** A text as UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** All bytes of a stream, or its first error. */
export const gatherBytes = async <Fault>(stream: ByteStream<Fault>): Promise<Result<Uint8Array, Fault>> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) {
    if (chunk.isErr()) return err(chunk.error)
    chunks.push(chunk.value)
  }
  return ok(joined(chunks))
}

/** All bytes of a stream; an error fails the case. */
export const bytesOf = (stream: ByteStream<unknown>): Promise<Uint8Array> =>
  valueOf(new ResultAsync(gatherBytes(stream)))
