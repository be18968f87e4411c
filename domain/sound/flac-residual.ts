import { type BitReader, readBits, readSigned, readUnary, readUnsigned, WINDOW_BITS } from './flac-bits.ts'

/** Where the samples of a channel are written; the first of the block lies at index {@link HISTORY}. */
export type ChannelRoom = Float64Array

/** Zeros before a block, as many as a predictor may look back. */
export const HISTORY = 32

/** Beyond it lies what no residual may be (RFC 9639 §9.2.7.3). */
const LARGEST_FOLDED = 2 ** 32

const unfolded = (folded: number): number => (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2)

/** One residual, of any size and anywhere in the bytes. NaN where there is none. */
const readOne = (reader: BitReader, parameter: number): number => {
  const folded = readUnary(reader) * 2 ** parameter + readUnsigned(reader, parameter)
  return folded < LARGEST_FOLDED ? unfolded(folded) : Number.NaN
}

/** Residuals in Rice code, to indices `from` up to `to`; false if one is too large. */
const readRice = (reader: BitReader, parameter: number, room: ChannelRoom, from: number, to: number): boolean => {
  const { view } = reader
  const lastWhole = reader.end - 64
  const longest = WINDOW_BITS - 1 - parameter
  let at = reader.at
  for (let index = from; index < to; index++) {
    if (at <= lastWhole) {
      const ahead = view.getInt32(at >>> 3) << (at & 7)
      const zeros = Math.clz32(ahead)
      if (zeros <= longest) {
        // The one that ends the zeros stays on top of the low bits, and is taken off with the zeros.
        const folded = ((zeros - 1) << parameter) + ((ahead << zeros) >>> (31 - parameter))
        room[index] = (folded >>> 1) ^ -(folded & 1)
        at += zeros + 1 + parameter
        continue
      }
    }
    reader.at = at
    const residual = readOne(reader, parameter)
    at = reader.at
    if (at > reader.end || residual !== residual) return false
    room[index] = residual
  }
  reader.at = at
  return true
}

/** Residuals as integers of so many bits. */
const readPlain = (reader: BitReader, bits: number, room: ChannelRoom, from: number, to: number): boolean => {
  if (bits === 0) return room.fill(0, from, to) === room
  for (let index = from; index < to; index++) room[index] = readSigned(reader, bits)
  return true
}

/**
 * Reads the residuals of a subframe (RFC 9639 §9.2.7), `length` samples but for the first `order`, into their places. False
 * where they are damaged or cut.
 */
export const readResiduals = (reader: BitReader, room: ChannelRoom, length: number, order: number): boolean => {
  const method = readBits(reader, 2)
  const partitions = 2 ** readBits(reader, 4)
  if (method > 1 || length % partitions !== 0 || length / partitions < order) return false
  const parameterBits = 4 + method
  const escape = 2 ** parameterBits - 1
  let from = HISTORY + order
  for (let to = HISTORY + length / partitions; to <= HISTORY + length; to += length / partitions) {
    const parameter = readBits(reader, parameterBits)
    const isRead =
      parameter === escape
        ? readPlain(reader, readBits(reader, 5), room, from, to)
        : readRice(reader, parameter, room, from, to)
    if (!isRead || reader.at > reader.end) return false
    from = to
  }
  return true
}
