import { type ChannelRoom, HISTORY } from './flac-residual.ts'

/** Coefficients of the fixed predictors, the latest sample first (RFC 9639 §9.2.5). */
export const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

/**
 * Coefficients of a linear predictor, the latest sample first, and by how many bits its sums are shifted to the right. They
 * are floats of 64 bits: sums of 32 samples of 33 bits by coefficients of 15 stay below 2⁵³ and are exact.
 */
export type Predictor = { readonly coefficients: readonly number[]; readonly shift: number }

/** Up to 8 coefficients, which with as many samples have place in registers. */
const addFew = (room: ChannelRoom, length: number, { coefficients, shift }: Predictor): void => {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = coefficients
  const scale = 1 / 2 ** shift
  let index = HISTORY + coefficients.length
  let [s0, s1, s2, s3] = [room[index - 1]!, room[index - 2]!, room[index - 3]!, room[index - 4]!]
  let [s4, s5, s6, s7] = [room[index - 5]!, room[index - 6]!, room[index - 7]!, room[index - 8]!]
  for (const end = HISTORY + length; index < end; index++) {
    const older = s7 * c7 + s6 * c6 + (s5 * c5 + s4 * c4)
    const sample = room[index]! + Math.floor((older + (s3 * c3 + s2 * c2) + s1 * c1 + s0 * c0) * scale)
    room[index] = sample
    s7 = s6
    s6 = s5
    s5 = s4
    s4 = s3
    s3 = s2
    s2 = s1
    s1 = s0
    s0 = sample
  }
}

const addMany = (room: ChannelRoom, length: number, { coefficients, shift }: Predictor): void => {
  const order = coefficients.length
  const scale = 1 / 2 ** shift
  // In fours, and so that they run as the samples do.
  const taps = 4 * Math.ceil(order / 4)
  const weights = Float64Array.from({ length: taps }, (_, tap) => coefficients[taps - 1 - tap] ?? 0)
  for (let index = HISTORY + order; index < HISTORY + length; index++) {
    let [one, two, three, four] = [0, 0, 0, 0]
    for (let tap = 0, at = index - taps; tap < taps; tap += 4, at += 4) {
      one += weights[tap]! * room[at]!
      two += weights[tap + 1]! * room[at + 1]!
      three += weights[tap + 2]! * room[at + 2]!
      four += weights[tap + 3]! * room[at + 3]!
    }
    room[index]! += Math.floor((one + two + (three + four)) * scale)
  }
}

/** Turns the residuals behind the first samples of a block into samples, in place. */
export const addPrediction = (room: ChannelRoom, length: number, predictor: Predictor): void =>
  (predictor.coefficients.length <= 8 ? addFew : addMany)(room, length, predictor)
