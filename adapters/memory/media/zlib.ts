import { joined } from './bytes.ts'

/** Nothing of this length grows to more than a few megabytes, so what waits to be read stays small. */
const PIECE = 4096

type Transform = InstanceType<typeof CompressionStream>

const feed = async ({ writable }: Transform, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  const writer = writable.getWriter()
  for (let at = 0; at < bytes.length; at += PIECE) await writer.write(bytes.subarray(at, at + PIECE))
  await writer.close()
}

/** `null` where more than `most` bytes come out; it rejects where the bytes are damaged. */
const through = async (
  stream: Transform,
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = stream.readable.getReader()
  // What the writer is refused, the reader is told too.
  feed(stream, bytes).catch(() => {})
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value)
    length += piece.value.length
    if (length > most) {
      await reader.cancel()
      return null
    }
  }
  return joined(pieces)
}

/** Compressed as zlib does (RFC 1950). Rejects where the runtime has no such stream. */
export const deflated = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  (await through(new CompressionStream('deflate'), bytes, Infinity)) ?? new Uint8Array()

/**
 * What was compressed, if it is `length` bytes; `null` where it is damaged or of another length, and nothing longer is
 * unpacked to its end. Rejects where the runtime has no such stream.
 */
export const inflated = async (bytes: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array | null> => {
  const stream = new DecompressionStream('deflate')
  try {
    const raw = await through(stream, bytes, length)
    return raw?.length === length ? raw : null
  } catch {
    return null
  }
}
