import { type BitWriter, writeBits, writeUnary } from './flac-bit-writer.ts'

/** Residuals, folded to 0, 1, 2 … for 0, −1, 1 …, those of the first samples left out. */
export type Folded = Uint32Array

/** How residuals are divided and written. */
export type RicePlan = {
  /** The binary logarithm of how many partitions there are. */
  readonly partitionOrder: number
  /** One for each. */
  readonly parameters: readonly number[]
  /** Bits of it all, at most. */
  readonly cost: number
}

/** Smaller partitions do not pay. */
const MOST_ORDER = 6
/** 31 would mean plain integers. */
const MOST_PARAMETER = 30
/** Larger ones need five bits. */
const MOST_SHORT = 14
const HEADER_BITS = 6

const costOf = (sum: number, count: number, parameter: number): number =>
  count * (parameter + 1) + Math.floor(sum / 2 ** parameter)

/** The parameter that writes so many values of this sum in the fewest bits. */
const bestParameter = (sum: number, count: number): number => {
  let parameter = 0
  while (parameter < MOST_PARAMETER && costOf(sum, count, parameter + 1) < costOf(sum, count, parameter)) parameter++
  return parameter
}

/** The sums of 2^order partitions; the first lacks what is predicted from. */
const sumsOf = (folded: Folded, length: number, order: number): readonly number[] => {
  const size = length / 2 ** order
  const sums = Array.from({ length: 2 ** order }, () => 0)
  const missing = length - folded.length
  for (let at = 0; at < folded.length; at++) sums[Math.floor((at + missing) / size)]! += folded[at]!
  return sums
}

const planOf = (sums: readonly number[], length: number, missing: number): RicePlan => {
  const size = length / sums.length
  const counts = sums.map((_, at) => (at === 0 ? size - missing : size))
  const parameters = sums.map((sum, at) => bestParameter(sum, counts[at]!))
  const digits = parameters.some((parameter) => parameter > MOST_SHORT) ? 5 : 4
  const cost = sums.reduce((bits, sum, at) => bits + digits + costOf(sum, counts[at]!, parameters[at]!), HEADER_BITS)
  return { partitionOrder: Math.clz32(1) - Math.clz32(sums.length), parameters, cost }
}

/** The cheapest way to write the residuals of a block of this length. */
export const planRice = (folded: Folded, length: number): RicePlan => {
  const missing = length - folded.length
  let order = MOST_ORDER
  while (order > 0 && (length % 2 ** order !== 0 || length / 2 ** order <= missing)) order--
  let sums = sumsOf(folded, length, order)
  let best = planOf(sums, length, missing)
  for (; order > 0; order--) {
    const finer = sums
    sums = Array.from({ length: finer.length / 2 }, (_, at) => finer[2 * at]! + finer[2 * at + 1]!)
    const plan = planOf(sums, length, missing)
    if (plan.cost < best.cost) best = plan
  }
  return best
}

/** Writes the residuals as planned (RFC 9639 §9.2.7). */
export const writeRice = (writer: BitWriter, folded: Folded, length: number, plan: RicePlan): void => {
  const isLong = plan.parameters.some((parameter) => parameter > MOST_SHORT)
  const missing = length - folded.length
  const size = length / plan.parameters.length
  writeBits(writer, isLong ? 1 : 0, 2)
  writeBits(writer, plan.partitionOrder, 4)
  plan.parameters.forEach((parameter, partition) => {
    writeBits(writer, parameter, isLong ? 5 : 4)
    for (let at = Math.max(0, partition * size - missing); at < (partition + 1) * size - missing; at++) {
      writeUnary(writer, folded[at]! >>> parameter)
      writeBits(writer, folded[at]!, parameter)
    }
  })
}
