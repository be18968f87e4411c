import { joined } from './bytes.ts'

/** What is unpacked at once: at most a thousand times as much comes out of it, so what waits to be read stays bounded. */
const PACKED_PIECE = 16 * 1024

type Transform = InstanceType<typeof CompressionStream>

const feed = async ({ writable }: Transform, bytes: Uint8Array<ArrayBuffer>, piece: number): Promise<void> => {
  const writer = writable.getWriter()
  for (let at = 0; at < bytes.length; at += piece) await writer.write(bytes.subarray(at, at + piece))
  await writer.close()
}

/** `null` where more than `most` bytes come out; it rejects where the bytes are damaged. */
const through = async (
  stream: Transform,
  bytes: Uint8Array<ArrayBuffer>,
  { piece, most }: { readonly piece: number; readonly most: number },
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = stream.readable.getReader()
  // What the writer is refused, the reader is told too.
  feed(stream, bytes, piece).catch(() => {})
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value)
    length += read.value.length
    if (length > most) {
      await reader.cancel()
      return null
    }
  }
  return joined(pieces)
}

/** Compressed as zlib does (RFC 1950). Rejects where the runtime has no such stream. */
export const deflated = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  (await through(new CompressionStream('deflate'), bytes, { piece: Infinity, most: Infinity })) ?? new Uint8Array()

/**
 * What was compressed, if it is `length` bytes; `null` where it is damaged or of another length, and nothing longer is
 * unpacked to its end. Rejects where the runtime has no such stream.
 */
export const inflated = async (bytes: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array | null> => {
  const stream = new DecompressionStream('deflate')
  try {
    const raw = await through(stream, bytes, { piece: PACKED_PIECE, most: length })
    return raw?.length === length ? raw : null
  } catch {
    return null
  }
}
