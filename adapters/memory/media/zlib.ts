import { joined } from './bytes.ts'

/** How many bytes are inflated at once. Deflate expands at most about a thousand times, so the output stays bounded. */
const PACKED_PIECE = 16 * 1024

type Transform = InstanceType<typeof CompressionStream>

const feed = async ({ writable }: Transform, bytes: Uint8Array<ArrayBuffer>, piece: number): Promise<void> => {
  const writer = writable.getWriter()
  for (let at = 0; at < bytes.length; at += piece) await writer.write(bytes.subarray(at, at + piece))
  await writer.close()
}

/** `null` if more than `most` bytes come out. Rejects if the input is damaged. */
const through = async (
  stream: Transform,
  bytes: Uint8Array<ArrayBuffer>,
  { piece, most }: { readonly piece: number; readonly most: number },
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = stream.readable.getReader()
  // An error of the writer reaches the reader as well.
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

/** Compresses in the zlib format (RFC 1950). Rejects if the runtime has no compression streams. */
export const deflated = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  (await through(new CompressionStream('deflate'), bytes, { piece: Infinity, most: Infinity })) ?? new Uint8Array()

/**
 * Decompresses exactly `length` bytes. `null` if the input is damaged or gives another length; longer output is not inflated
 * to its end. Rejects if the runtime has no compression streams.
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
