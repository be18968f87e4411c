import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ByteStream } from '#application/track/audio.ts'
import { valueOf } from './contracts/subject.ts'
import { sha256 } from './sha256.ts'

/** `length` bytes that look like no pattern, always the same ones for one seed. */
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
  /** Pieces that were asked for. */
  readonly asked: () => number
  /** Whether its reader read it to its end or closed it. */
  readonly isSessionExpired: () => boolean
}

/** These pieces, and then the fault, if there is one. */
export const streamOf = <Fault = never>(
  pieces: Iterable<Uint8Array>,
  fault: { readonly atItsEnd?: Fault; readonly thrown?: Error } = {},
): WatchedStream<Fault> => {
  let asked = 0
  let over = false
  async function* read(): ByteStream<Fault> {
    try {
      for (const piece of pieces) {
        asked++
        yield ok(piece)
      }
      if (fault.thrown !== undefined) throw fault.thrown
      if (fault.atItsEnd !== undefined) yield err(fault.atItsEnd)
    } finally {
      over = true
    }
  }
  return { stream: read(), asked: () => asked, isSessionExpired: () => over }
}

/** One piece after the other, in one. */
export const joined = (pieces: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A text as UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** All bytes of a stream, or its first fault. */
export const gatherBytes = async <Fault>(stream: ByteStream<Fault>): Promise<Result<Uint8Array, Fault>> => {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) {
    if (piece.isErr()) return err(piece.error)
    pieces.push(piece.value)
  }
  return ok(joined(pieces))
}

/** All bytes of a stream; a fault fails the case. */
export const bytesOf = (stream: ByteStream<unknown>): Promise<Uint8Array> =>
  valueOf(new ResultAsync(gatherBytes(stream)))
