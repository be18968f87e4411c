/** Where STREAMINFO says how many samples there are: the last 36 bits of these 5 bytes (RFC 9639 §8.2). */
const TOTAL_BYTE = 21
const HIGH_BITS = 0x0f

/** The head of a FLAC file, with its total; a file that broke off does not have it. */
export const withTotal = (head: Uint8Array, frames: number): Uint8Array => {
  const patched = head.slice()
  patched[TOTAL_BYTE] = (patched[TOTAL_BYTE]! & ~HIGH_BITS) | (Math.floor(frames / 2 ** 32) & HIGH_BITS)
  new DataView(patched.buffer).setUint32(TOTAL_BYTE + 1, frames % 2 ** 32)
  return patched
}
