import { err, ok, type Result } from 'neverthrow'
import { hexOf } from '../shared/hex.ts'

/** What a FLAC file says of itself (RFC 9639 §8.2, STREAMINFO). */
export type FlacFormat = {
  /** Frames a second. */
  readonly rate: number
  readonly channels: 1 | 2
  /** 4 … 32. */
  readonly bitsPerSample: number
  /** Samples of each channel; null where the file does not say, as one that was streamed. */
  readonly frames: number | null
  /** Frames of the shortest block but the last, and of the longest. */
  readonly minimumBlock: number
  readonly maximumBlock: number
  /** Bytes of the longest frame; null where the file does not say. */
  readonly maximumFrameBytes: number | null
  /** MD5 of all samples, interleaved little-endian integers, as 32 hexadecimal digits; null where the file does not say. */
  readonly md5: string | null
}

/** The beginning of a FLAC file. */
export type FlacHead = {
  readonly format: FlacFormat
  /** The byte at which the first frame begins. */
  readonly audioStart: number
}

/** It cannot be told from these bytes. */
export type NeedsMoreBytes = {
  readonly type: 'NeedsMoreBytes'
  /** So many are needed to go on, at least; counted from the first byte that was given. */
  readonly bytes: number
}

/** The bytes are not the beginning of a FLAC file. */
export type NotFlac = { readonly type: 'NotFlac' }

/** It is FLAC, but more than stereo, or not at the rate that is asked for. */
export type UnsupportedFlac = { readonly type: 'UnsupportedFlac'; readonly rate: number; readonly channels: number }

/** `fLaC` */
export const FLAC_MARKER: readonly number[] = [0x66, 0x4c, 0x61, 0x43]

/** The header of a metadata block, and the body of STREAMINFO. */
export const METADATA_HEADER_BYTES = 4
export const FLAC_INFO_BYTES = 34

/** Marker and STREAMINFO, which comes first. */
export const FLAC_HEAD_BYTES: number = FLAC_MARKER.length + METADATA_HEADER_BYTES + FLAC_INFO_BYTES

/** Where STREAMINFO says how many samples there are: the last 36 bits of these 5 bytes. */
const TOTAL_BYTE = 21
const HIGH_BITS = 0x0f

/** The first {@link FLAC_HEAD_BYTES} of a file with the total in them; a file that broke off does not have it. */
export const withFlacTotal = (head: Uint8Array, frames: number): Uint8Array => {
  const patched = head.slice()
  patched[TOTAL_BYTE] = (patched[TOTAL_BYTE]! & ~HIGH_BITS) | (Math.floor(frames / 2 ** 32) & HIGH_BITS)
  for (let byte = 1; byte <= 4; byte++) patched[TOTAL_BYTE + byte] = Math.floor(frames / 2 ** (32 - 8 * byte)) & 0xff
  return patched
}

const LEAST_BLOCK = 16
const LAST = 0x80
const INVALID = 0x7f

const short = (bytes: Uint8Array, at: number): number => bytes[at]! * 2 ** 8 + bytes[at + 1]!
const triple = (bytes: Uint8Array, at: number): number => short(bytes, at) * 2 ** 8 + bytes[at + 2]!

const md5In = (bytes: Uint8Array): string | null => {
  const digits = hexOf(bytes)
  return /[^0]/.test(digits) ? digits : null
}

const formatIn = (info: Uint8Array): Result<FlacFormat, NotFlac | UnsupportedFlac> => {
  const [minimumBlock, maximumBlock] = [short(info, 0), short(info, 2)]
  const rate = triple(info, 10) >> 4
  const channels = ((info[12]! >> 1) & 7) + 1
  const bitsPerSample = (((info[12]! & 1) << 4) | (info[13]! >> 4)) + 1
  const frames = (info[13]! & 0xf) * 2 ** 32 + short(info, 14) * 2 ** 16 + short(info, 16)
  const isValid = rate > 0 && bitsPerSample >= 4 && minimumBlock >= LEAST_BLOCK && maximumBlock >= minimumBlock
  if (!isValid) return err({ type: 'NotFlac' })
  if (channels !== 1 && channels !== 2) return err({ type: 'UnsupportedFlac', rate, channels })
  return ok({
    rate,
    channels,
    bitsPerSample,
    minimumBlock,
    maximumBlock,
    frames: frames === 0 ? null : frames,
    maximumFrameBytes: triple(info, 7) || null,
    md5: md5In(info.subarray(18, FLAC_INFO_BYTES)),
  })
}

/**
 * Reads the beginning of a FLAC file (RFC 9639 §8), mono or stereo at any rate. Tags and pictures are skipped; of the last
 * one only the header has to be there. Refuses what is no FLAC, has more channels, or is cut: then it says how many bytes
 * from the start of the file it needs to see more.
 */
export const readFlacHead = (bytes: Uint8Array): Result<FlacHead, NeedsMoreBytes | NotFlac | UnsupportedFlac> => {
  for (let at = 0; at < FLAC_MARKER.length; at++)
    if (at < bytes.length && bytes[at] !== FLAC_MARKER[at]) return err({ type: 'NotFlac' })
  if (bytes.length < FLAC_HEAD_BYTES) return err({ type: 'NeedsMoreBytes', bytes: FLAC_HEAD_BYTES })
  const isInfo = (bytes[4]! & ~LAST) === 0 && triple(bytes, 5) === FLAC_INFO_BYTES
  if (!isInfo) return err({ type: 'NotFlac' })
  const format = formatIn(bytes.subarray(FLAC_MARKER.length + METADATA_HEADER_BYTES, FLAC_HEAD_BYTES))
  if (format.isErr()) return err(format.error)
  let [at, isLast] = [FLAC_HEAD_BYTES, (bytes[4]! & LAST) !== 0]
  while (!isLast) {
    const end = at + METADATA_HEADER_BYTES
    if (end > bytes.length) return err({ type: 'NeedsMoreBytes', bytes: end })
    if ((bytes[at]! & ~LAST) === INVALID) return err({ type: 'NotFlac' })
    isLast = (bytes[at]! & LAST) !== 0
    at = end + triple(bytes, at + 1)
  }
  return ok({ format: format.value, audioStart: at })
}
