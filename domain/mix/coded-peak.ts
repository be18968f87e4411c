import { MASTER_FORMAT_FACTS, type MasterFormat } from './master-format.ts'
import { type Ceiling, HUNDREDTHS } from './recipe.ts'

/**
 * A lossy codec changes the shape of the wave, so its decoder's true peak lies up to this much above that of limited sound:
 * 0.5 to 0.75 dB were measured with MP3 V2, AAC 192 kbit/s and Opus 160 kbit/s. In hundredths of a decibel.
 */
const CODING_MARGIN = 80

/**
 * A peak further below the ceiling than this many decibels does not get above it by coding: an ideal low-pass raises a square
 * wave, the worst there is, by 1.4 dB.
 */
const FAR_BELOW = 1.5

/** What a further attempt is lowered by at least, in hundredths of a decibel. */
const LEAST_STEP = 10

/** The ceiling that sound is limited to before it is coded, so that most often its decoded peak is under the one wanted. */
export const ceilingBeforeCoding = (format: MasterFormat, ceiling: Ceiling): number =>
  MASTER_FORMAT_FACTS[format].isLossless ? ceiling : ceiling - CODING_MARGIN

/** Whether the file has to be decoded to know that it keeps to the ceiling. `truePeak` is that before coding, in dBTP. */
export const mayExceed = (format: MasterFormat, truePeak: number, ceiling: Ceiling): boolean =>
  !MASTER_FORMAT_FACTS[format].isLossless && truePeak > ceiling / HUNDREDTHS - FAR_BELOW

/**
 * How much lower the sound has to be limited when it is coded again, in hundredths of a decibel; 0 if the decoded peak, in
 * dBTP, keeps to the ceiling.
 */
export const excess = (decodedPeak: number, ceiling: Ceiling): number => {
  const over = Math.ceil(decodedPeak * HUNDREDTHS - ceiling)
  return over > 0 ? over + LEAST_STEP : 0
}
