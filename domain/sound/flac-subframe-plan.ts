import { type BitWriter, writeBits, writeUnary } from './flac-bit-writer.ts'
import { type Folded, planRice, type RicePlan, writeRice } from './flac-rice.ts'

/** Integers of one channel of a block. */
export type Signal = Int32Array

/** How a channel of a block is written, and in how many bits at most. */
export type SubframePlan = {
  readonly signal: Signal
  /** Bits of a sample, and zeros at the end of each that are left out. */
  readonly bits: number
  readonly wasted: number
  readonly cost: number
  /** null: as they are, or one for all. */
  readonly prediction: { readonly order: number; readonly folded: Folded; readonly rice: RicePlan } | null
  readonly isConstant: boolean
}

const HEADER_BITS = 8
const MOST_FIXED = 4

/** Zeros at the end of every sample; none of silence, which is written in one sample anyway. */
const wastedBits = (signal: Signal): number => {
  let all = 0
  for (let at = 0; at < signal.length; at++) all |= signal[at]!
  return all === 0 ? 0 : 31 - Math.clz32(all & -all)
}

/** The differences of differences, `order` times, in place from `order` on: the residuals of the fixed predictor. */
const differentiated = (signal: Signal, order: number): Signal => {
  const differences = signal.slice()
  for (let times = 1; times <= order; times++)
    for (let at = differences.length - 1; at >= times; at--) differences[at]! -= differences[at - 1]!
  return differences
}

/** The order of the fixed predictor whose residuals are the smallest. */
const bestOrder = (signal: Signal): number => {
  let [differences, best, least] = [signal, 0, Number.POSITIVE_INFINITY]
  for (let order = 0; order <= Math.min(MOST_FIXED, signal.length - 1); order++) {
    if (order > 0) differences = differentiated(signal, order)
    let sum = 0
    for (let at = MOST_FIXED; at < differences.length; at++) sum += Math.abs(differences[at]!)
    if (sum < least) [best, least] = [order, sum]
  }
  return best
}

const foldedOf = (signal: Signal, order: number): Folded => {
  const differences = differentiated(signal, order)
  const folded = new Uint32Array(signal.length - order)
  for (let at = 0; at < folded.length; at++) {
    const residual = differences[at + order]!
    folded[at] = (residual << 1) ^ (residual >> 31)
  }
  return folded
}

/** The cheapest way to write integers of so many bits, at most 28. */
export const planSubframe = (samples: Signal, allBits: number): SubframePlan => {
  const wasted = wastedBits(samples)
  const signal = wasted === 0 ? samples : samples.map((sample) => sample >> wasted)
  const bits = allBits - wasted
  const header = HEADER_BITS + wasted
  const plain = { signal, bits, wasted, prediction: null, isConstant: false, cost: header + bits * signal.length }
  if (signal.every((sample) => sample === signal[0])) return { ...plain, isConstant: true, cost: header + bits }
  const order = bestOrder(signal)
  const folded = foldedOf(signal, order)
  const rice = planRice(folded, signal.length)
  const cost = header + order * bits + rice.cost
  return cost < plain.cost ? { ...plain, prediction: { order, folded, rice }, cost } : plain
}

const typeOf = ({ prediction, isConstant }: SubframePlan): number =>
  prediction === null ? (isConstant ? 0 : 1) : 8 + prediction.order

/** Writes the channel as planned (RFC 9639 §9.2). */
export const writeSubframe = (writer: BitWriter, plan: SubframePlan): void => {
  const { signal, bits, wasted, prediction, isConstant } = plan
  writeBits(writer, (typeOf(plan) << 1) | (wasted > 0 ? 1 : 0), 8)
  if (wasted > 0) writeUnary(writer, wasted - 1)
  const asTheyAre = prediction?.order ?? (isConstant ? 1 : signal.length)
  for (let at = 0; at < asTheyAre; at++) writeBits(writer, signal[at]!, bits)
  if (prediction !== null) writeRice(writer, prediction.folded, signal.length, prediction.rice)
}
