import { gainFactor, powerInDecibels } from '../sound/decibels.ts'
import { heardAmong } from './heard.ts'
import type { LimiterSetting } from './limiter.ts'
import { MAX_MASTER_GAIN } from './mastering.ts'
import { HUNDREDTHS, type MasterSettings, type StemSettings } from './recipe.ts'

/** A track, what is done to it, and its integrated loudness in LUFS; null for silence. */
export type MeasuredStem = Pick<StemSettings, 'gain' | 'mute' | 'solo'> & { readonly loudness: number | null }

/**
 * About what `master` will find, before anything is rendered: tracks that have nothing to do with each other add up by their
 * power. Right within a decibel or two for music, and the same at once for everybody; whoever hears a mix by it is told that
 * it is an estimate.
 */
export const estimatedSetting = (
  stems: readonly MeasuredStem[],
  { loudness, ceiling }: MasterSettings,
): LimiterSetting => {
  if (loudness === null) return { gain: 0, ceiling }
  const power = heardAmong(stems).reduce((sum, stem) => {
    const level = stem.loudness === null ? 0 : gainFactor(stem.gain + Math.round(stem.loudness * HUNDREDTHS))
    return sum + level * level
  }, 0)
  if (power === 0) return { gain: 0, ceiling }
  const gain = Math.round(loudness - powerInDecibels(power) * HUNDREDTHS)
  return { gain: Math.max(-MAX_MASTER_GAIN, Math.min(MAX_MASTER_GAIN, gain)), ceiling }
}
