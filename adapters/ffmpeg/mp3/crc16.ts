/** The polynomial x¹⁶ + x¹⁵ + x² + 1, lowest bit first: CRC-16/ARC. */
const POLYNOMIAL = 0xa001

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (remainder & 1 ? POLYNOMIAL : 0)
  return remainder
})

/** The CRC of the bytes, going on from that of those before. */
export const crc16 = (bytes: Uint8Array, before = 0): number => {
  let crc = before
  for (let at = 0; at < bytes.length; at++) crc = (crc >> 8) ^ TABLE[(crc ^ bytes[at]!) & 0xff]!
  return crc
}
