import { crc8 } from './flac-checksums.ts'
import type { FlacFormat } from './flac-head.ts'

/** How the two channels of a frame are kept (RFC 9639 §9.1.3). */
export type ChannelCode = 'apart' | 'left and side' | 'side and right' | 'middle and side'

/** The header of a frame. */
export type FlacFrameHeader = {
  /** Bytes of it, with its checksum. */
  readonly bytes: number
  /** Where its first sample lies, in samples of each channel. */
  readonly firstFrame: number
  /** Samples of each channel. */
  readonly length: number
  readonly code: ChannelCode
}

const SYNC = 0xff
/** Its second byte, but for the bit that tells which number follows: that of the frame or that of its first sample. */
const SYNC_2 = 0xf8

/** By the code in the header; 0: as STREAMINFO says. */
const BITS = [0, 8, 12, null, 16, 20, 24, 32] as const
const RATES = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] as const
const CODES: Readonly<Record<number, ChannelCode>> = {
  1: 'apart',
  8: 'left and side',
  9: 'side and right',
  10: 'middle and side',
}

/** Bytes behind the number that the codes of block size and rate ask for. */
const sizeBytes = (code: number): number => (code === 6 ? 1 : code === 7 ? 2 : 0)
const rateBytes = (code: number): number => (code === 12 ? 1 : code === 13 || code === 14 ? 2 : 0)

const bigEndian = (bytes: Uint8Array, at: number, length: number): number => {
  let value = 0
  for (let byte = at; byte < at + length; byte++) value = value * 256 + bytes[byte]!
  return value
}

const blockSize = (code: number, behind: number): number => {
  if (code === 6 || code === 7) return behind + 1
  if (code >= 8) return 2 ** code
  return code === 1 ? 192 : code === 0 ? 0 : 144 * 2 ** code
}

const rateOf = (code: number, behind: number): number | undefined => {
  if (code === 12) return behind * 1000
  return code === 13 ? behind : code === 14 ? behind * 10 : RATES[code]
}

/** Bytes of a number as UTF-8 would have it, extended to 36 bits; 0 if it cannot begin so. */
const numberBytes = (first: number): number => {
  const ones = Math.clz32(~(first << 24))
  return ones === 0 ? 1 : ones === 1 || ones > 7 ? 0 : ones
}

/** The number, or null if a byte does not belong to one. */
const numberAt = (bytes: Uint8Array, at: number, length: number): number | null => {
  if (length === 1) return bytes[at]!
  let value = bytes[at]! & (0x7f >> length)
  for (let byte = at + 1; byte < at + length; byte++) {
    if ((bytes[byte]! & 0xc0) !== 0x80) return null
    value = value * 64 + (bytes[byte]! & 0x3f)
  }
  return value
}

/** Whether the frame is one of this sound: a chance likeness of bytes hardly is. */
const fits = ({ channels, bitsPerSample, rate }: FlacFormat, codes: readonly number[], hertz: number | undefined) => {
  const [channelCode, bitsCode] = codes as [number, number]
  const bits = BITS[bitsCode]
  return (
    (channelCode < 8 ? channelCode + 1 === channels : channelCode < 11 && channels === 2) &&
    (bits === 0 || bits === bitsPerSample) &&
    (hertz === 0 || hertz === rate)
  )
}

/**
 * Reads the header of the frame that begins at this byte (RFC 9639 §9.1). `more`: the bytes end before it does. `none`: no
 * frame of this sound begins there.
 */
export const readFrameHeader = (
  format: FlacFormat,
  bytes: Uint8Array,
  at: number,
): FlacFrameHeader | 'more' | 'none' => {
  if (at < bytes.length && bytes[at] !== SYNC) return 'none'
  if (at + 1 < bytes.length && (bytes[at + 1]! & 0xfe) !== SYNC_2) return 'none'
  if (at + 4 >= bytes.length) return 'more'
  const [sizeCode, rateCode] = [bytes[at + 2]! >> 4, bytes[at + 2]! & 0xf]
  const [channelCode, bitsCode] = [bytes[at + 3]! >> 4, (bytes[at + 3]! >> 1) & 7]
  const digits = numberBytes(bytes[at + 4]!)
  if (digits === 0 || sizeCode === 0 || rateCode === 15 || (bytes[at + 3]! & 1) !== 0) return 'none'
  const sizeAt = at + 4 + digits
  const rateAt = sizeAt + sizeBytes(sizeCode)
  const end = rateAt + rateBytes(rateCode)
  if (end >= bytes.length) return 'more'
  if (crc8(bytes, at, end) !== bytes[end]) return 'none'
  const number = numberAt(bytes, at + 4, digits)
  const length = blockSize(sizeCode, bigEndian(bytes, sizeAt, rateAt - sizeAt))
  const hertz = rateOf(rateCode, bigEndian(bytes, rateAt, end - rateAt))
  const isOfThisSound = fits(format, [channelCode, bitsCode], hertz) && length <= format.maximumBlock
  if (number === null || !isOfThisSound) return 'none'
  // Where all blocks but the last are of one size, frames are counted.
  const firstFrame = (bytes[at + 1]! & 1) === 0 ? number * format.maximumBlock : number
  if (format.frames !== null && firstFrame + length > format.frames) return 'none'
  return { bytes: end + 1 - at, firstFrame, length, code: CODES[channelCode] ?? 'apart' }
}
