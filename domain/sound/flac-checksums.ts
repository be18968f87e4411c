/** The remainders of every byte by a polynomial of so many bits, the most significant bit first. */
const remainders = (bits: number, polynomial: number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (bits - 8)
    for (let bit = 0; bit < 8; bit++) rest = (rest << 1) ^ ((rest >> (bits - 1)) & 1 ? polynomial : 0)
    return rest & (2 ** bits - 1)
  })

/** x⁸ + x² + x + 1 */
const REMAINDERS_8 = remainders(8, 0x07)
/** x¹⁶ + x¹⁵ + x² + 1 */
const REMAINDERS_16 = remainders(16, 0x8005)
/** The same when another byte has followed. */
const REMAINDERS_24 = REMAINDERS_16.map((rest) => ((rest << 8) & 0xffff) ^ REMAINDERS_16[rest >> 8]!)

/** The checksum of a frame header in bytes `from` up to `to` (RFC 9639 §9.1.8). */
export const crc8 = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0
  for (let at = from; at < to; at++) sum = REMAINDERS_8[sum ^ bytes[at]!]!
  return sum
}

/** The checksum of a frame in bytes `from` up to `to` (RFC 9639 §9.3). */
export const crc16 = (bytes: Uint8Array, from: number, to: number): number => {
  let [sum, at] = [0, from]
  // Two bytes at a time: their lookups do not wait for each other.
  for (; at + 1 < to; at += 2)
    sum = REMAINDERS_24[(sum >> 8) ^ bytes[at]!]! ^ REMAINDERS_16[(sum & 0xff) ^ bytes[at + 1]!]!
  return at < to ? ((sum << 8) & 0xffff) ^ REMAINDERS_16[(sum >> 8) ^ bytes[at]!]! : sum
}
