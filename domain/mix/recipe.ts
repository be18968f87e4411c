import type { Brand } from '../shared/brand.ts'
import type { CommentId } from '../shared/id.ts'
import { SAMPLE_RATE } from '../sound/block.ts'
import { heardAmong } from './heard.ts'

/** Whole hundredths of a decibel, −6,000 … 1,200. 0 leaves a track as it is. */
export type Gain = Brand<number, 'Gain'>

/** Whole per cent, −100 (left) … 100 (right). 0 leaves a track as it is. */
export type Pan = Brand<number, 'Pan'>

/** Whole samples at 48 kHz, up to 30 s either way. A positive one lets a track start later. */
export type Offset = Brand<number, 'Offset'>

/** Integrated loudness in whole hundredths of LUFS (ITU-R BS.1770), −3,600 … −600. */
export type Loudness = Brand<number, 'Loudness'>

/** True peak in whole hundredths of dBTP (ITU-R BS.1770, annex 2), −900 … 0. */
export type Ceiling = Brand<number, 'Ceiling'>

/** What is done to one track of a mix. */
export type StemSettings = {
  readonly gain: Gain
  readonly pan: Pan
  readonly offset: Offset
  /** A muted track is as good as absent, even if it is soloed. */
  readonly mute: boolean
  /** While any track that is not muted is soloed, only soloed ones are heard. */
  readonly solo: boolean
}

/** A comment in a mix, and what is done to it. */
export type RecipeStem = StemSettings & { readonly comment: CommentId }

/** What is done to the sum. */
export type MasterSettings = {
  /** The loudness the master is brought to; `null` leaves it as loud as it is. */
  readonly loudness: Loudness | null
  /** What no peak of the master exceeds. */
  readonly ceiling: Ceiling
}

/** How a master is made of the author's track and of comments. Only its functions and its parser make one. */
export type Recipe = {
  readonly author: StemSettings
  /** In the order of their comments' ids. Whether each is there once, and how many may be, is up to the rules. */
  readonly stems: readonly RecipeStem[]
  readonly master: MasterSettings
}

/** The range of a gain in dB. */
export const MIN_GAIN_DB = -60
export const MAX_GAIN_DB = 12
/** The furthest pan to either side, in per cent. */
export const MAX_PAN = 100
/** The largest offset to either side, in milliseconds. */
export const MAX_OFFSET_MS = 30_000
/** The range of a target loudness in LUFS: from quieter than a film to louder than any record. */
export const MIN_LOUDNESS_LUFS = -36
export const MAX_LOUDNESS_LUFS = -6
/** The range of a ceiling in dBTP. */
export const MIN_CEILING_DBTP = -9
export const MAX_CEILING_DBTP = 0

/** Gains, levels and loudness are kept in hundredths of their unit. */
export const HUNDREDTHS = 100
/** Samples in a millisecond of an offset. */
export const SAMPLES_PER_MS = SAMPLE_RATE / 1000

/** A track as it was recorded. */
export const DEFAULT_SETTINGS: StemSettings = {
  gain: 0 as Gain,
  pan: 0 as Pan,
  offset: 0 as Offset,
  mute: false,
  solo: false,
}

/** −14 LUFS, which streaming services play music at, under −1 dBTP, which leaves room for lossy coding (EBU R 128). */
export const DEFAULT_MASTER: MasterSettings = { loudness: -1400 as Loudness, ceiling: -100 as Ceiling }

const byComment = (one: RecipeStem, other: RecipeStem): number => one.comment - other.comment

/** The recipe with these stems, in whatever order they are given. */
export const recipeOf = (given: Recipe): Recipe => ({ ...given, stems: given.stems.toSorted(byComment) })

/** These comments and the author's track, as they were recorded. */
export const defaultRecipe = (comments: readonly CommentId[]): Recipe =>
  recipeOf({
    author: DEFAULT_SETTINGS,
    stems: comments.map((comment) => ({ comment, ...DEFAULT_SETTINGS })),
    master: DEFAULT_MASTER,
  })

/** The comments in it, heard or not, in the order of their ids. */
export const commentsIn = ({ stems }: Recipe): readonly CommentId[] => stems.map(({ comment }) => comment)

/** The recipe without these comments; everything else stays as it is. */
export const withoutComments = (recipe: Recipe, comments: readonly CommentId[]): Recipe => {
  const gone = new Set(comments)
  return { ...recipe, stems: recipe.stems.filter(({ comment }) => !gone.has(comment)) }
}

/** The tracks of a recipe that are heard. */
export type HeardTracks = {
  /** `null` if the author's track is not heard. */
  readonly author: StemSettings | null
  readonly stems: readonly RecipeStem[]
}

/** The tracks that are heard. A recipe may let nothing be heard: its master is silence. */
export const heardIn = ({ author, stems }: Recipe): HeardTracks => {
  const heard = new Set(heardAmong<StemSettings>([author, ...stems]))
  return { author: heard.has(author) ? author : null, stems: stems.filter((stem) => heard.has(stem)) }
}

/**
 * Whether the recipe leaves nothing to render: the author's track alone is heard, as it was recorded, and the master
 * settings are the default ones. The author's track is then the master, and stays as loud as it was uploaded.
 */
export const isAuthorsTrack = (recipe: Recipe): boolean => {
  const { author, stems } = heardIn(recipe)
  const { loudness, ceiling } = recipe.master
  return (
    author !== null &&
    stems.length === 0 &&
    author.gain === 0 &&
    author.pan === 0 &&
    author.offset === 0 &&
    loudness === DEFAULT_MASTER.loudness &&
    ceiling === DEFAULT_MASTER.ceiling
  )
}
