import { CHANNELS, type StereoBlock } from './block.ts'
import { FRAMES_AFTER, FRAMES_BEFORE, peakBetween, peakBound } from './oversampling.ts'

/** Measures the true peak of sound that comes in blocks of any size. */
export type TruePeakMeter = {
  /** Takes the next block in. */
  readonly add: (block: StereoBlock) => void
  /** The true peak so far as a linear amplitude (full scale 1), of both channels, as if silence followed. */
  readonly truePeak: () => number
}

/** Stretches of this many frames are measured or passed over together. */
const STRETCH = 16
const SILENCE: StereoBlock = new Float32Array(CHANNELS * (FRAMES_BEFORE + FRAMES_AFTER))

const joined = (one: StereoBlock, other: StereoBlock): StereoBlock => {
  const both = new Float32Array(one.length + other.length)
  for (const [part, at] of [[one, 0] as const, [other, one.length] as const]) both.set(part, at)
  return both
}

/** The larger of `peak` and the true peak of all frames but the first 5 and the last 6, which are only read. */
const highest = (samples: StereoBlock, peak: number): number => {
  let highestYet = peak
  const end = samples.length / CHANNELS - FRAMES_AFTER
  for (let from = FRAMES_BEFORE; from < end; from += STRETCH) {
    const to = Math.min(from + STRETCH, end)
    if (peakBound(samples, from - FRAMES_BEFORE, to + FRAMES_AFTER) <= highestYet) continue
    for (let at = CHANNELS * from; at < CHANNELS * to; at++)
      highestYet = Math.max(highestYet, Math.abs(samples[at]!), peakBetween(samples, at))
  }
  return highestYet
}

/**
 * The true peak by ITU-R BS.1770-5 Annex 2, at four times the sample rate, and never less than the largest sample. The
 * same sound reads the same in any blocks, to the last bit.
 */
export const truePeakMeter = (): TruePeakMeter => {
  let held = SILENCE
  let peak = 0
  return {
    add: (block) => {
      const samples = joined(held, block)
      peak = highest(samples, peak)
      held = samples.slice(samples.length - SILENCE.length)
    },
    truePeak: () => highest(joined(held, SILENCE), peak),
  }
}
