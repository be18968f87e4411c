/** Writes bits, the most significant first, into bytes that have room for them. */
export type BitWriter = {
  readonly bytes: Uint8Array
  /** Bytes that are whole. */
  at: number
  /** Bits that are none yet: the lowest so many of `last`. */
  bits: number
  last: number
}

/** Bits that are written at once, at most: with seven that wait they have place in an integer. */
const MOST_BITS = 24

/** A writer into these bytes. */
export const bitWriter = (bytes: Uint8Array): BitWriter => ({ bytes, at: 0, bits: 0, last: 0 })

/** Writes the lowest bits, at most 24, of an integer. */
const writeFew = (writer: BitWriter, value: number, bits: number): void => {
  writer.last = (writer.last << bits) | (value & (2 ** bits - 1))
  writer.bits += bits
  while (writer.bits >= 8) {
    writer.bits -= 8
    writer.bytes[writer.at++] = writer.last >>> writer.bits
  }
}

/** Writes the lowest bits, at most 32, of an integer of 32 bits; negative ones are in two's complement. */
export const writeBits = (writer: BitWriter, value: number, bits: number): void => {
  if (bits > MOST_BITS) writeFew(writer, value >>> MOST_BITS, bits - MOST_BITS)
  writeFew(writer, value, Math.min(bits, MOST_BITS))
}

/** Writes so many zeros and a one. */
export const writeUnary = (writer: BitWriter, zeros: number): void => {
  for (let left = zeros; left > 0; left -= MOST_BITS) writeFew(writer, 0, Math.min(left, MOST_BITS))
  writeFew(writer, 1, 1)
}

/** Fills the last byte with zeros. */
export const writeToByte = (writer: BitWriter): void => writeFew(writer, 0, (8 - writer.bits) % 8)

/** What was written, whole bytes. */
export const written = ({ bytes, at }: BitWriter): Uint8Array => bytes.slice(0, at)
