import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields, type Parsed } from '../shared/fields.ts'
import type { CommentId } from '../shared/id.ts'
import { field, listOf, objectOf, orElse } from '../shared/nested.ts'
import { commentOf } from './mix-policy.ts'
import {
  type Ceiling,
  DEFAULT_MASTER,
  DEFAULT_SETTINGS,
  type Gain,
  HUNDREDTHS,
  type Loudness,
  type MasterSettings,
  MAX_CEILING_DBTP,
  MAX_GAIN_DB,
  MAX_LOUDNESS_LUFS,
  MAX_OFFSET_MS,
  MAX_PAN,
  MIN_CEILING_DBTP,
  MIN_GAIN_DB,
  MIN_LOUDNESS_LUFS,
  type Offset,
  type Pan,
  type Recipe,
  recipeOf,
  SAMPLES_PER_MS,
  type RecipeStem,
  type StemSettings,
} from './recipe.ts'

/** What is done to one track, before it is checked. A number may be its decimal digits; what is left out is 0 or false. */
export type StemSettingsForm = {
  /** dB, −60 … +12, rounded to hundredths. */
  readonly gainDb?: number | string
  /** A whole number, −100 (left) … 100 (right). */
  readonly pan?: number | string
  /** Milliseconds, ±30,000, rounded to samples at 48 kHz. Positive: later. */
  readonly offsetMs?: number | string
  readonly mute?: boolean | 'true' | 'false'
  readonly solo?: boolean | 'true' | 'false'
}

/** A comment in a mix, before it is checked. */
export type StemForm = StemSettingsForm & { readonly comment: number | string }

/** What is done to the sum, before it is checked. */
export type MasterForm = {
  /** LUFS, −36 … −6, rounded to hundredths; `null` leaves the loudness as it is. −14 if it is left out. */
  readonly loudnessLufs?: number | string | null
  /** dBTP, −9 … 0, rounded to hundredths. −1 if it is left out. */
  readonly ceilingDbtp?: number | string
}

/** A recipe, before it is checked. `author` and `master` may be left out; the stems may not, so that none is lost silently. */
export type RecipeForm = {
  readonly author?: StemSettingsForm
  readonly stems: readonly StemForm[]
  readonly master?: MasterForm
}

/** A form may be wrong in more places than anybody reads. */
const MAX_FAULTS = 200

const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/

const numberOf = (raw: unknown): number | null => {
  const number = typeof raw === 'string' && DECIMAL.test(raw.trim()) ? Number(raw) : raw
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

type Scale = { readonly minimum: number; readonly maximum: number; readonly per: number }

/** A number of some unit, kept as the nearest whole number of its `per`-th parts. */
const scaled =
  <Value extends number>({ minimum, maximum, per }: Scale) =>
  (raw: unknown): Parsed<Value> => {
    const number = numberOf(raw)
    if (number === null) return err({ code: 'MALFORMED', expected: 'a number' })
    if (number < minimum || number > maximum) return err({ code: 'OUT_OF_RANGE', minimum, maximum })
    // Without `+ 0` a small negative number would become −0.
    return ok((Math.round(number * per) + 0) as Value)
  }

const GAIN: Scale = { minimum: MIN_GAIN_DB, maximum: MAX_GAIN_DB, per: HUNDREDTHS }
const OFFSET: Scale = { minimum: -MAX_OFFSET_MS, maximum: MAX_OFFSET_MS, per: SAMPLES_PER_MS }
const LOUDNESS: Scale = { minimum: MIN_LOUDNESS_LUFS, maximum: MAX_LOUDNESS_LUFS, per: HUNDREDTHS }
const CEILING: Scale = { minimum: MIN_CEILING_DBTP, maximum: MAX_CEILING_DBTP, per: HUNDREDTHS }

const parsePan = (raw: unknown): Parsed<Pan> => {
  const number = numberOf(raw)
  if (number === null || !Number.isInteger(number)) return err({ code: 'MALFORMED', expected: 'a whole number' })
  return scaled<Pan>({ minimum: -MAX_PAN, maximum: MAX_PAN, per: 1 })(number)
}

const parseSwitch = (raw: unknown): Parsed<boolean> => {
  if (raw === true || raw === 'true') return ok(true)
  return raw === false || raw === 'false' ? ok(false) : err({ code: 'MALFORMED', expected: 'true or false' })
}

const parseLoudness = (raw: unknown): Parsed<Loudness | null> =>
  raw === null ? ok(null) : scaled<Loudness>(LOUDNESS)(raw)

const parseComment = (raw: unknown): Parsed<CommentId> => {
  if (raw === undefined) return err({ code: 'REQUIRED' })
  const comment = commentOf(raw)
  return comment === null ? err({ code: 'MALFORMED', expected: 'a positive whole number' }) : ok(comment)
}

type ParsedSettings = {
  readonly gainDb: Gain
  readonly pan: Pan
  readonly offsetMs: Offset
  readonly mute: boolean
  readonly solo: boolean
}

const SETTINGS = {
  gainDb: orElse(DEFAULT_SETTINGS.gain, field(scaled<Gain>(GAIN))),
  pan: orElse(DEFAULT_SETTINGS.pan, field(parsePan)),
  offsetMs: orElse(DEFAULT_SETTINGS.offset, field(scaled<Offset>(OFFSET))),
  mute: orElse(DEFAULT_SETTINGS.mute, field(parseSwitch)),
  solo: orElse(DEFAULT_SETTINGS.solo, field(parseSwitch)),
}

const settingsOf = ({ gainDb, offsetMs, pan, mute, solo }: ParsedSettings): StemSettings => ({
  gain: gainDb,
  pan,
  offset: offsetMs,
  mute,
  solo,
})

const settings = objectOf<ParsedSettings>(SETTINGS)
const stem = objectOf<ParsedSettings & { readonly comment: CommentId }>({ comment: field(parseComment), ...SETTINGS })
const master = objectOf<{ readonly loudnessLufs: Loudness | null; readonly ceilingDbtp: Ceiling }>({
  loudnessLufs: orElse(DEFAULT_MASTER.loudness, field(parseLoudness)),
  ceilingDbtp: orElse(DEFAULT_MASTER.ceiling, field(scaled<Ceiling>(CEILING))),
})

const recipe = objectOf<Recipe>({
  author: orElse(DEFAULT_SETTINGS, (raw, path) => settings(raw, path).map(settingsOf)),
  stems: listOf((raw, path) =>
    stem(raw, path).map((one): RecipeStem => ({ comment: one.comment, ...settingsOf(one) })),
  ),
  master: orElse(DEFAULT_MASTER, (raw, path) =>
    master(raw, path).map(({ loudnessLufs, ceilingDbtp }) => ({ loudness: loudnessLufs, ceiling: ceilingDbtp })),
  ),
})

/**
 * A {@link RecipeForm}, or all that is wrong with it (of more than 200 faults the first). Every field is named by its path,
 * `recipe.stems.0.gainDb`, and members that nobody knows are refused: a typo is never lost silently.
 */
export const parseRecipe = (raw: unknown): Result<Recipe, InvalidFields> =>
  recipe(raw, 'recipe')
    .map(recipeOf)
    .mapErr((faults) => invalidFields(...faults.slice(0, MAX_FAULTS)))

/** What every member of a {@link StemSettingsForm} is. */
export type StemSettingsShown = {
  readonly gainDb: number
  readonly pan: number
  readonly offsetMs: number
  readonly mute: boolean
  readonly solo: boolean
}

/** A recipe in the units of its form, with every member. */
export type RecipeShown = {
  readonly author: StemSettingsShown
  readonly stems: readonly (StemSettingsShown & { readonly comment: CommentId })[]
  readonly master: { readonly loudnessLufs: number | null; readonly ceilingDbtp: number }
}

/** What is done to one track, in the units of its form. */
export const showSettings = ({ gain, pan, offset, mute, solo }: StemSettings): StemSettingsShown => ({
  gainDb: gain / HUNDREDTHS,
  pan,
  offsetMs: offset / SAMPLES_PER_MS,
  mute,
  solo,
})

const shownMaster = ({ loudness, ceiling }: MasterSettings): RecipeShown['master'] => ({
  loudnessLufs: loudness === null ? null : loudness / HUNDREDTHS,
  ceilingDbtp: ceiling / HUNDREDTHS,
})

/** The recipe as a form, from which {@link parseRecipe} makes the same recipe. */
export const showRecipe = ({ author, stems, master: sum }: Recipe): RecipeShown => ({
  author: showSettings(author),
  stems: stems.map((one) => ({ comment: one.comment, ...showSettings(one) })),
  master: shownMaster(sum),
})
