const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The bytes in lower-case hexadecimal, two digits each. */
export const hexOf = (bytes: Iterable<number>): string => {
  let digits = ''
  for (const byte of bytes) digits += DIGITS[byte]!
  return digits
}
