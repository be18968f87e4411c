/**
 * SHA-256 (FIPS 180-4), synchronous and in every runtime. WebCrypto is asynchronous, which fixtures and arbitraries cannot
 * wait for.
 */

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

const isPrime = (number: number): boolean => {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return true
}

const PRIMES: readonly number[] = Array.from({ length: 312 }, (_, at) => at)
  .filter((number) => number > 1 && isPrime(number))
  .slice(0, 64)

/** The first 32 bits of the fractional part. */
const fraction = (number: number): number => Math.floor((number - Math.floor(number)) * 2 ** 32) | 0

const ROUND_CONSTANTS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)))
const INITIAL_HASH = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

/** The message, a one bit, zeros, and the length in bits as the last 64. */
const padded = (message: Uint8Array): DataView => {
  const view = new DataView(new ArrayBuffer((((message.length + 8) >> 6) + 1) << 6))
  new Uint8Array(view.buffer).set(message)
  view.setUint8(message.length, 0x80)
  view.setBigUint64(view.byteLength - 8, BigInt(message.length) * 8n)
  return view
}

const schedule = (message: DataView, offset: number, words: Int32Array): void => {
  for (let at = 0; at < 16; at++) words[at] = message.getInt32(offset + 4 * at)
  for (let at = 16; at < 64; at++) {
    const early = words[at - 15]!
    const late = words[at - 2]!
    const sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    words[at] = (words[at - 16]! + sigma0 + words[at - 7]! + sigma1) | 0
  }
}

const compress = (hash: Int32Array, words: Int32Array): void => {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let round = 0; round < 64; round++) {
    const sigma1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const sigma0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const first = (h + sigma1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[round]! + words[round]!) | 0
    const second = (sigma0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) hash[at] = (hash[at]! + word) | 0
}

/** The digest of these bytes, or of a text's UTF-8, in lower-case hex. */
export const sha256 = (message: Uint8Array | string): string => {
  const view = padded(typeof message === 'string' ? new TextEncoder().encode(message) : message)
  const [hash, words] = [Int32Array.from(INITIAL_HASH), new Int32Array(64)]
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    schedule(view, offset, words)
    compress(hash, words)
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
