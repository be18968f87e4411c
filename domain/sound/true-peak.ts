import { CHANNELS, type StereoBlock } from './block.ts'
import { type Kernels, newKernels, piecesOf } from './kernels.ts'
import { FRAMES_AFTER, peakBetween, peakBounds, STRETCH } from './oversampling.ts'
import { newOverlap, joinOverlap } from './overlap.ts'

/** Measures the true peak of sound that comes in blocks of any size. */
export type TruePeakMeter = {
  /** Takes the next block in. */
  readonly add: (block: StereoBlock) => void
  /** The true peak so far as a linear amplitude (full scale 1), of both channels, as if silence followed. */
  readonly truePeak: () => number
}

/** Frames that stay from block to block: a whole stretch, of which the interpolator reads the end, and what it reads ahead. */
const KEPT = STRETCH + FRAMES_AFTER
const SILENCE: StereoBlock = new Float32Array(CHANNELS * KEPT)

/** The larger of `peak` and the true peak of all frames but the first stretch and the last 6, which are only read. */
const highest = (samples: StereoBlock, bounds: Float64Array, peak: number): number => {
  const end = samples.length - CHANNELS * FRAMES_AFTER
  for (let stretch = 1; stretch < bounds.length; stretch++) {
    if (bounds[stretch]! <= peak) continue
    const from = CHANNELS * STRETCH * stretch
    for (let at = from; at < Math.min(from + CHANNELS * STRETCH, end); at++)
      peak = Math.max(peak, Math.abs(samples[at]!), peakBetween(samples, at))
  }
  return peak
}

const inTypeScript = (): TruePeakMeter => {
  const overlap = newOverlap(KEPT)
  let peak = 0
  return {
    add: (block) => {
      const samples = joinOverlap(overlap, block)
      peak = highest(samples, peakBounds(samples), peak)
    },
    truePeak: () => {
      const samples = joinOverlap({ ...overlap, room: overlap.room.slice() }, SILENCE)
      return highest(samples, peakBounds(samples), peak)
    },
  }
}

/** The frames that are kept lie at the beginning of the room. */
const inWebAssembly = (kernels: Kernels): TruePeakMeter => {
  const { samples } = kernels
  let peak = 0
  const hear = (block: StereoBlock): number => {
    samples.set(block, CHANNELS * KEPT)
    return kernels.highest(KEPT + block.length / CHANNELS, peak)
  }
  return {
    add: (block) => {
      for (const piece of piecesOf(block)) {
        peak = hear(piece)
        samples.copyWithin(0, piece.length, piece.length + CHANNELS * KEPT)
      }
    },
    truePeak: () => hear(SILENCE),
  }
}

/**
 * The true peak by ITU-R BS.1770-5 Annex 2, at four times the sample rate, and never less than the largest sample. The
 * same sound reads the same in any blocks, to the last bit, with or without kernels.
 */
export const truePeakMeter = (kernels: Kernels | null = newKernels()): TruePeakMeter =>
  kernels === null ? inTypeScript() : inWebAssembly(kernels)
