import { err, ok, type Result } from 'neverthrow'
import { type BlockStream, CHANNELS, type StereoBlock } from '../sound/block.ts'
import { blockRing } from '../sound/block-ring.ts'
import { gainFactor } from '../sound/decibels.ts'
import { type Kernels, newKernels, piecesOf } from '../sound/kernels.ts'
import { balanceFactors } from './balance.ts'
import { heardAmong } from './heard.ts'

/** Frames per block of the mixer's output; only the last may be shorter. */
export const BLOCK_FRAMES = 32_768

/** Samples are clipped to this level (+42 dBFS) first; 64 such stems still sum to less than 2⁵³ steps of the grid below. */
const MAX_LEVEL = 128
/** Adding and subtracting it rounds to a grid of 2⁻⁴⁰ (−240 dBFS), on which addition is exact, so the order of stems does not matter. */
const TO_GRID = 1.5 * 2 ** 12

/** A track in a mix, and how it is mixed. */
export type MixerStem<Fault> = {
  /** Read only if the stem is heard, and only once. */
  readonly blocks: BlockStream<Fault>
  /** The samples are stored divided by 2^headroom (steps of 6.02 dB), which the mixer takes back exactly. A whole number from 0. */
  readonly headroom: number
  /** In whole hundredths of a decibel. */
  readonly gain: number
  /** Balance: −100 is left, 0 the centre, 100 right; whole numbers. */
  readonly pan: number
  /** The frame of the mix at which the stem begins. What lies before frame 0 is cut off. */
  readonly offset: number
  /** A muted stem is as good as absent, even if it is soloed. */
  readonly mute: boolean
  /** While any stem that is not muted is soloed, only soloed stems are heard. */
  readonly solo: boolean
}

/** A stem as it was recorded: from the beginning, at 0 dB, in the centre. */
export const plainStem = <Fault>(blocks: BlockStream<Fault>): MixerStem<Fault> => ({
  blocks,
  headroom: 0,
  gain: 0,
  pan: 0,
  offset: 0,
  mute: false,
  solo: false,
})

/** Which part of a mix, and in what blocks. */
export type MixdownOptions = {
  /** The first frame; 0 by default. */
  readonly from?: number
  /** The frame before which it ends; the end of the mix by default and at most. */
  readonly to?: number
  /** Frames per block. */
  readonly blockFrames?: number
}

/** What cannot be a sample counts as silence, and what is too loud is clipped. */
const tame = (sample: number): number => {
  if (!Number.isFinite(sample)) return 0
  return Math.max(-MAX_LEVEL, Math.min(MAX_LEVEL, sample))
}

/** Adds samples, which begin with a left one, to the sums from `at` on. */
const add = (sums: Float64Array, at: number, samples: StereoBlock, left: number, right: number): void => {
  for (let from = 0; from < samples.length; from += CHANNELS) {
    let one = samples[from]! * left
    let other = samples[from + 1]! * right
    // One comparison for both channels; false for NaN.
    if (!(one * one + other * other <= MAX_LEVEL * MAX_LEVEL)) {
      one = tame(one)
      other = tame(other)
    }
    sums[at + from]! += one + TO_GRID - TO_GRID
    sums[at + from + 1]! += other + TO_GRID - TO_GRID
  }
}

/** The sums of a block. */
type Sums = {
  /** Makes the first of them 0. */
  readonly clear: (length: number) => void
  /** Adds samples, which begin with a left one, from index `at` on. */
  readonly add: (at: number, samples: StereoBlock, left: number, right: number) => void
  /** The first of them in 32 bits. */
  readonly rounded: (length: number) => StereoBlock
}

const copied = (from: Float32Array | Float64Array, to: StereoBlock): StereoBlock => {
  to.set(from)
  return to
}

const sumsInTypeScript = (most: number, room = blockRing()): Sums => {
  const sums = new Float64Array(most)
  return {
    clear: (length) => sums.fill(0, 0, length),
    add: (at, samples, left, right) => add(sums, at, samples, left, right),
    rounded: (length) => copied(sums.subarray(0, length), room(length)),
  }
}

const sumsInWebAssembly = (kernels: Kernels, room = blockRing()): Sums => ({
  clear: (length) => kernels.sums.fill(0, 0, length),
  add: (at, samples, left, right) => {
    let from = at
    for (const piece of piecesOf(samples)) {
      kernels.samples.set(piece)
      kernels.add(from, piece.length / CHANNELS, left, right)
      from += piece.length
    }
  },
  rounded: (length) => {
    kernels.round(length / CHANNELS)
    return copied(kernels.mixed.subarray(0, length), room(length))
  },
})

const newSums = (most: number, kernels: Kernels | null): Sums =>
  kernels === null ? sumsInTypeScript(most) : sumsInWebAssembly(kernels)

/** A stem that is being read. */
type Reading<Fault> = {
  /** Adds the stem's next samples to so many sums, and says how many it reached; fewer than all only at its end. */
  readonly addTo: (sums: Sums, length: number) => Promise<Result<number, Fault>>
  readonly close: () => Promise<unknown>
}

const read = <Fault>(stem: MixerStem<Fault>, from: number): Reading<Fault> => {
  const blocks = stem.blocks[Symbol.asyncIterator]()
  const factor = gainFactor(stem.gain) * 2 ** stem.headroom
  const [left, right] = balanceFactors(stem.pan).map((side) => side * factor) as [number, number]
  let silence = Math.max(0, stem.offset - from) * CHANNELS
  let toCut = Math.max(0, from - stem.offset) * CHANNELS
  let pending: StereoBlock = new Float32Array(0)
  return {
    addTo: async (sums, length) => {
      let filled = Math.min(silence, length)
      silence -= filled
      while (filled < length) {
        if (pending.length === 0) {
          const next = await blocks.next()
          if (next.done === true) break
          if (next.value.isErr()) return err(next.value.error)
          pending = next.value.value
        }
        const cut = Math.min(toCut, pending.length)
        toCut -= cut
        const end = Math.min(cut + length - filled, pending.length)
        sums.add(filled, pending.subarray(cut, end), left, right)
        filled += end - cut
        pending = pending.subarray(end)
      }
      return ok(filled)
    },
    close: async () => blocks.return?.(),
  }
}

/**
 * The sum of the stems that are heard, each at its gain, balance and offset, as 32-bit float that may exceed full scale. It begins
 * at frame 0 and ends with the last stem. A stem by itself, at 0 dB in the centre, keeps its bits. NaN counts as silence.
 *
 * It is the same to the last bit in any order of the stems, in any blocks, and put together of parts (`from`, `to`). To
 * begin in the middle without reading what is before it, a host opens each stem at a later frame and adds that to its offset.
 *
 * Memory holds one block per stem, however long they are. The first fault of a stem ends the mix; every stem that is heard
 * is closed in the end.
 */
export async function* mixdown<Fault>(
  stems: readonly MixerStem<Fault>[],
  { from = 0, to = Number.POSITIVE_INFINITY, blockFrames = BLOCK_FRAMES }: MixdownOptions = {},
  makeKernels: (sums: number) => Kernels | null = newKernels,
): BlockStream<Fault> {
  const all = heardAmong(stems).map((stem) => read(stem, from))
  let open = all
  let left = to - from
  const sums = newSums(CHANNELS * blockFrames, makeKernels(CHANNELS * blockFrames))
  try {
    while (left > 0 && open.length > 0) {
      const wanted = CHANNELS * Math.min(left, blockFrames)
      left -= blockFrames
      sums.clear(wanted)
      const reached = await Promise.all(open.map((stem) => stem.addTo(sums, wanted)))
      let length = 0
      for (const one of reached) {
        if (one.isErr()) {
          yield err(one.error)
          return
        }
        length = Math.max(length, one.value)
      }
      open = open.filter((_, at) => reached[at]!.unwrapOr(0) === wanted)
      if (length > 0) yield ok(sums.rounded(length))
    }
  } finally {
    await Promise.all(all.map((stem) => stem.close()))
  }
}
