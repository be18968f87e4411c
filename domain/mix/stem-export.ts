import { gainFactor } from '../sound/decibels.ts'
import { HIGHEST_FADER } from './dawproject.ts'
import type { StemSettings } from './recipe.ts'

/** Reserved on some system, or a part of a path. */
const RESERVED = /[\\/:*?"<>|]/g
/** What nobody sees: control characters, marks of direction, unassigned code points. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu
/** A file system counts bytes, of which a code point has four at most. */
const MAX_LENGTH = 48

const plain = (text: string): string => {
  const seen = text.toWellFormed().normalize('NFC').replaceAll(/\s+/g, ' ').replaceAll(UNSEEN, '')
  return Array.from(seen.replaceAll(RESERVED, '_'))
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/[. ]+$/, '')
}

/**
 * The name of a stem in an archive, `01 Guitar - Ann.wav`: legal on Windows, macOS and Linux, and unlike the others even where case
 * does not count, since the number comes first.
 */
export const stemFileName = (number: number, instruments: readonly string[], nickname: string): string => {
  const words = [plain(instruments.join(', ')), plain(nickname)].filter((word) => word !== '').join(' - ')
  return `${String(number).padStart(2, '0')}${words === '' ? '' : ` ${words}`}.wav`
}

type Fader = Pick<StemSettings, 'gain'> & { readonly headroom: number }

/**
 * The faders that sound like the recipe: each stem's gain, and what its file is too quiet by. If one were higher than a fader goes,
 * all are lowered by the same amount, so that the balance stays.
 */
export const fadersOf = (stems: readonly Fader[]): readonly number[] => {
  const factors = stems.map(({ gain, headroom }) => gainFactor(gain) * 2 ** headroom)
  const highest = factors.reduce((most, factor) => Math.max(most, factor), HIGHEST_FADER)
  return factors.map((factor) => (factor * HIGHEST_FADER) / highest)
}
