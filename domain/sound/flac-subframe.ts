import { type BitReader, readBits, readSigned, readUnary } from './flac-bits.ts'
import { addPrediction, FIXED, type Predictor } from './flac-prediction.ts'
import { type ChannelRoom, HISTORY, readResiduals } from './flac-residual.ts'

/** Types of subframes (RFC 9639 §9.2.1). */
const CONSTANT = 0
const VERBATIM = 1
const FIXED_TYPE = 8
const LINEAR_TYPE = 32

const MOST_FIXED = FIXED.length - 1
const INVALID_PRECISION = 16

const readSamples = (reader: BitReader, room: ChannelRoom, count: number, bits: number): void => {
  for (let at = 0; at < count; at++) room[HISTORY + at] = readSigned(reader, bits)
}

/** A predictor as it stands behind its first samples; null if it is none. */
const readPredictor = (reader: BitReader, order: number): Predictor | null => {
  const precision = readBits(reader, 4) + 1
  const shift = readSigned(reader, 5)
  if (precision === INVALID_PRECISION || shift < 0) return null
  return { coefficients: Array.from({ length: order }, () => readSigned(reader, precision)), shift }
}

type Subframe = { readonly room: ChannelRoom; readonly length: number; readonly bits: number }

const readPredicted = (
  reader: BitReader,
  { room, length, bits }: Subframe,
  order: number,
  isFixed: boolean,
): boolean => {
  if (order > length) return false
  readSamples(reader, room, order, bits)
  const predictor = isFixed ? { coefficients: FIXED[order]!, shift: 0 } : readPredictor(reader, order)
  if (predictor === null || !readResiduals(reader, room, length, order)) return false
  if (order > 0) addPrediction(room, length, predictor)
  return true
}

const readBody = (reader: BitReader, subframe: Subframe, type: number): boolean => {
  const { room, length, bits } = subframe
  if (type >= LINEAR_TYPE) return readPredicted(reader, subframe, type - LINEAR_TYPE + 1, false)
  if (type >= FIXED_TYPE && type <= FIXED_TYPE + MOST_FIXED)
    return readPredicted(reader, subframe, type - FIXED_TYPE, true)
  if (type === VERBATIM) readSamples(reader, room, length, bits)
  else if (type === CONSTANT) room.fill(readSigned(reader, bits), HISTORY, HISTORY + length)
  else return false
  return true
}

/**
 * Reads one channel of a frame, integers of so many bits (RFC 9639 §9.2), into the room. False where it is damaged or cut; a
 * reader that has passed its end tells which.
 */
export const readSubframe = (reader: BitReader, room: ChannelRoom, length: number, bits: number): boolean => {
  const header = readBits(reader, 8)
  if (header >= 0x80) return false
  const wasted = header & 1 ? readUnary(reader) + 1 : 0
  if (wasted >= bits) return false
  if (!readBody(reader, { room, length, bits: bits - wasted }, header >> 1)) return false
  if (wasted > 0) for (let at = HISTORY; at < HISTORY + length; at++) room[at]! *= 2 ** wasted
  return reader.at <= reader.end
}
