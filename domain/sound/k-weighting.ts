import { CHANNELS, type StereoBlock } from './block.ts'
import { type Kernels, newKernels, piecesOf } from './kernels.ts'

/** ITU-R BS.1770-5, table 1, 48 kHz: the shelf that stands for the head. */
const SHELF_A1 = -1.690_659_293_182_41
const SHELF_A2 = 0.732_480_774_215_85
const SHELF_B0 = 1.535_124_859_586_97
const SHELF_B1 = -2.691_696_189_406_38
const SHELF_B2 = 1.198_392_810_852_85

/** Table 2: the high-pass (RLB). Its numerator is 1, −2, 1. */
const HIGH_PASS_A1 = -1.990_047_454_833_98
const HIGH_PASS_A2 = 0.990_072_250_366_21

/** −600 dBFS. What is left of a filter in silence dies away below the normal numbers, where processors are slow. */
const NOTHING = 1e-30

/** The K-weighting of ITU-R BS.1770-5 for two channels at 48 kHz, with what it remembers of the sound before. */
export type KWeighting = {
  /**
   * The next frames, from one up to another, of the block. Adds the squares of both weighted channels to `sum`, frame by
   * frame, and gives the new sum. Samples that are no finite number count as silence.
   */
  readonly weigh: (block: StereoBlock, from: number, to: number, sum: number) => number
  /** Forgets what is far below anything audible. To be called every so many frames. */
  readonly settle: () => void
  /** The largest sample so far, unweighted and without its sign; 0 at first. Full scale is 1. */
  readonly samplePeak: () => number
}

/** Forgets what is nothing of so many numbers. */
const settled = (memory: Float64Array, length: number): void => {
  for (let at = 0; at < length; at++) if (Math.abs(memory[at]!) < NOTHING) memory[at] = 0
}

const inTypeScript = (): KWeighting => {
  // Direct form II: the last two values inside the shelf and inside the high-pass, left and right.
  const memory = new Float64Array(8)
  let peak = 0

  const weigh = (block: StereoBlock, from: number, to: number, sum: number): number => {
    let [leftShelf1, leftShelf2, leftPass1, leftPass2] = [memory[0]!, memory[1]!, memory[2]!, memory[3]!]
    let [rightShelf1, rightShelf2, rightPass1, rightPass2] = [memory[4]!, memory[5]!, memory[6]!, memory[7]!]
    let largest = peak
    let total = sum
    const [begin, end, frame] = [from * CHANNELS, to * CHANNELS, CHANNELS]
    for (let at = begin; at < end; at += frame) {
      let left = block[at]!
      let right = block[at + 1]!
      const leftSize = Math.abs(left)
      const rightSize = Math.abs(right)
      // One comparison finds both the new peak and, because it is false for NaN, what is no number.
      if (!(leftSize <= largest)) {
        if (leftSize < Infinity) largest = leftSize
        else left = 0
      }
      if (!(rightSize <= largest)) {
        if (rightSize < Infinity) largest = rightSize
        else right = 0
      }

      const leftShelf = left - SHELF_A2 * leftShelf2 - SHELF_A1 * leftShelf1
      const rightShelf = right - SHELF_A2 * rightShelf2 - SHELF_A1 * rightShelf1
      const leftShelved = SHELF_B0 * leftShelf + (SHELF_B1 * leftShelf1 + SHELF_B2 * leftShelf2)
      const rightShelved = SHELF_B0 * rightShelf + (SHELF_B1 * rightShelf1 + SHELF_B2 * rightShelf2)
      leftShelf2 = leftShelf1
      leftShelf1 = leftShelf
      rightShelf2 = rightShelf1
      rightShelf1 = rightShelf

      const leftPass = leftShelved - HIGH_PASS_A2 * leftPass2 - HIGH_PASS_A1 * leftPass1
      const rightPass = rightShelved - HIGH_PASS_A2 * rightPass2 - HIGH_PASS_A1 * rightPass1
      const leftWeighted = leftPass + (leftPass2 - 2 * leftPass1)
      const rightWeighted = rightPass + (rightPass2 - 2 * rightPass1)
      leftPass2 = leftPass1
      leftPass1 = leftPass
      rightPass2 = rightPass1
      rightPass1 = rightPass

      total += leftWeighted * leftWeighted + rightWeighted * rightWeighted
    }
    memory[0] = leftShelf1
    memory[1] = leftShelf2
    memory[2] = leftPass1
    memory[3] = leftPass2
    memory[4] = rightShelf1
    memory[5] = rightShelf2
    memory[6] = rightPass1
    memory[7] = rightPass2
    peak = largest
    return total
  }

  return { weigh, settle: () => settled(memory, 8), samplePeak: () => peak }
}

const inWebAssembly = (kernels: Kernels): KWeighting => ({
  weigh: (block, from, to, sum) => {
    let total = sum
    for (const piece of piecesOf(block.subarray(CHANNELS * from, CHANNELS * to))) {
      kernels.samples.set(piece)
      total = kernels.weigh(piece.length / CHANNELS, total)
    }
    return total
  },
  settle: () => settled(kernels.weighting, 8),
  samplePeak: () => Math.max(kernels.weighting[8]!, kernels.weighting[9]!),
})

/** A K-weighting that has heard nothing yet. It gives the same bits with and without kernels. */
export const kWeighting = (kernels: Kernels | null = newKernels()): KWeighting =>
  kernels === null ? inTypeScript() : inWebAssembly(kernels)
