import { err, ok, type Result } from 'neverthrow'
import type { ByteStream } from '#application/track/audio.ts'

/** The chunks, joined. */
export const joined = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Collects the stream, or at least its first `enough` bytes. */
export const gathered = async <Fault>(
  bytes: ByteStream<Fault>,
  enough = Infinity,
): Promise<Result<Uint8Array<ArrayBuffer>, Fault>> => {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    if (piece.isErr()) return err(piece.error)
    pieces.push(piece.value)
    length += piece.value.length
    if (length >= enough) break
  }
  return ok(joined(pieces))
}

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** Decodes a few bytes as ISO 8859-1. */
export const charactersOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Writes characters as ISO 8859-1 from an offset on. */
export const writeCharacters = (bytes: Uint8Array, at: number, characters: string): void =>
  bytes.set(
    Array.from(characters, (character) => character.charCodeAt(0)),
    at,
  )
