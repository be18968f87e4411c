/** Reads bits, the most significant first. What lies behind the end reads as zeros, and `at` says that it was passed. */
export type BitReader = {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** The next bit. */
  at: number
  /** Bits that there are. */
  readonly end: number
}

/** Bits of {@link windowAt} that are always meant. */
export const WINDOW_BITS = 25

/** A reader that begins at the first bit of at most 2²⁸ bytes. */
export const bitReader = (bytes: Uint8Array): BitReader => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  at: 0,
  end: 8 * bytes.length,
})

const byteAt = (bytes: Uint8Array, at: number): number => (at < bytes.length ? bytes[at]! : 0)

/** 32 bits that begin with the one at `at`; the last seven may be zeros instead. */
export const windowAt = ({ bytes, view }: BitReader, at: number): number => {
  const byte = at >>> 3
  if (byte + 4 <= bytes.length) return view.getInt32(byte) << (at & 7)
  const [one, two, three] = [byteAt(bytes, byte), byteAt(bytes, byte + 1), byteAt(bytes, byte + 2)]
  return ((one << 24) | (two << 16) | (three << 8) | byteAt(bytes, byte + 3)) << (at & 7)
}

/** The next bits, at most 25, as an unsigned integer. */
export const readBits = (reader: BitReader, bits: number): number => {
  const value = (windowAt(reader, reader.at) >>> 1) >>> (31 - bits)
  reader.at += bits
  return value
}

/** The next bits, at most 48, as an unsigned integer. */
export const readUnsigned = (reader: BitReader, bits: number): number => {
  if (bits <= WINDOW_BITS) return readBits(reader, bits)
  const high = readBits(reader, bits - 24)
  return high * 2 ** 24 + readBits(reader, 24)
}

/** The next bits, at most 48, as an integer in two's complement. */
export const readSigned = (reader: BitReader, bits: number): number => {
  const value = readUnsigned(reader, bits)
  return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value
}

/** Zeros before the next one, which is read as well. */
export const readUnary = (reader: BitReader): number => {
  let zeros = 0
  while (reader.at < reader.end) {
    const ahead = Math.min(WINDOW_BITS, Math.clz32(windowAt(reader, reader.at)))
    zeros += ahead
    reader.at += ahead
    if (ahead < WINDOW_BITS) break
  }
  reader.at += 1
  return zeros
}
