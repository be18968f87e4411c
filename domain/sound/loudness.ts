import { CHANNELS, SAMPLE_RATE, type StereoBlock } from './block.ts'
import { integratedLoudness, loudnessOf, loudnessRange } from './gated-loudness.ts'
import { kWeighting } from './k-weighting.ts'
import { type Kernels, newKernels } from './kernels.ts'

/** Momentary and short-term loudness move in steps of 10 ms. */
const STEP_FRAMES = SAMPLE_RATE / 100
/** 400 ms. */
const MOMENTARY_STEPS = 40
/** 3 s. */
const SHORT_TERM_STEPS = 300
/** 100 ms. */
const POWER_STEPS = 10

/**
 * A loudness meter in “EBU mode” (ITU-R BS.1770-5, EBU R 128, Tech 3341, Tech 3342) for stereo at 48 kHz. It hears a
 * stream block by block and may be asked at any time. How the stream is cut into blocks changes no bit of any answer, nor
 * does the machine it runs on, with or without kernels. It keeps one number per 100 ms, 36,000 for an hour.
 */
export type LoudnessMeter = {
  /** The next block, of any length. Samples that are no finite number count as silence. */
  readonly add: (block: StereoBlock) => void
  /**
   * Momentary loudness in LUFS: the last 400 ms, to the last full 10 ms, without a gate. Null in the first 400 ms; −∞ for
   * digital silence.
   */
  readonly momentary: () => number | null
  /**
   * Short-term loudness in LUFS: the last 3 s, to the last full 10 ms, without a gate. Null in the first 3 s; −∞ for
   * digital silence.
   */
  readonly shortTerm: () => number | null
  /**
   * Integrated loudness in LUFS of all there was, with both gates. Null where there was less than 400 ms, or nothing above
   * −70 LUFS.
   */
  readonly integrated: () => number | null
  /** Loudness range (LRA) in LU of all there was. Null where there was less than 3 s, or nothing above −70 LUFS. */
  readonly range: () => number | null
  /** The largest sample of either channel, without its sign. Full scale is 1; 0 at first. Between samples it may be louder. */
  readonly samplePeak: () => number
}

/** A loudness meter that has heard nothing yet. */
export const loudnessMeter = (kernels: Kernels | null = newKernels()): LoudnessMeter => {
  const weighting = kWeighting(kernels)
  const recent = new Float64Array(SHORT_TERM_STEPS)
  const powers: number[] = []
  let steps = 0
  let heard = 0
  let sum = 0

  /** The mean power of the last steps. */
  const latest = (length: number): number => {
    let total = 0
    for (let at = steps - length; at < steps; at++) total += recent[at % SHORT_TERM_STEPS]!
    return total / (length * STEP_FRAMES)
  }

  const add = (block: StereoBlock): void => {
    const frames = Math.floor(block.length / CHANNELS)
    let at = 0
    while (at < frames) {
      const end = Math.min(frames, at + STEP_FRAMES - heard)
      sum = weighting.weigh(block, at, end, sum)
      heard += end - at
      at = end
      if (heard < STEP_FRAMES) continue
      recent[steps % SHORT_TERM_STEPS] = sum
      steps++
      sum = 0
      heard = 0
      weighting.settle()
      if (steps % POWER_STEPS === 0) powers.push(latest(POWER_STEPS))
    }
  }

  const now = (length: number): number | null => (steps < length ? null : loudnessOf(latest(length)))

  return {
    add,
    momentary: () => now(MOMENTARY_STEPS),
    shortTerm: () => now(SHORT_TERM_STEPS),
    integrated: () => integratedLoudness(powers),
    range: () => loudnessRange(powers),
    samplePeak: weighting.samplePeak,
  }
}
