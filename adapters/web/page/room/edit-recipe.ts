import type { Post, Recipe as RecipeOnTheWire } from '#adapters/client/soundhub.ts'
import { parseRecipe, showRecipe } from '#domain/mix/recipe-form.ts'
import {
  DEFAULT_SETTINGS,
  defaultRecipe,
  type MasterSettings,
  type Recipe,
  recipeOf,
  type StemSettings,
  withoutComments,
} from '#domain/mix/recipe.ts'
import type { CommentId } from '#domain/shared/id.ts'

type SettingsOnTheWire = RecipeOnTheWire['author']

const settingsFrom = ({ gain_db: gainDb, pan, offset_ms: offsetMs, mute, solo }: SettingsOnTheWire) => ({
  gainDb,
  pan,
  offsetMs,
  mute,
  solo,
})

/** A recipe that the API shows. */
export const recipeFrom = ({ author, stems, master }: RecipeOnTheWire): Recipe =>
  parseRecipe({
    author: settingsFrom(author),
    stems: stems.map((stem) => ({ comment: stem.comment, ...settingsFrom(stem) })),
    master: { loudnessLufs: master.loudness_lufs, ceilingDbtp: master.ceiling_dbtp },
  }).unwrapOr(defaultRecipe([]))

/** The recipe as the API takes it. */
export const onTheWire = (recipe: Recipe): RecipeOnTheWire => {
  const { author, stems, master } = showRecipe(recipe)
  const wire = ({ gainDb, pan, offsetMs, mute, solo }: typeof author) => ({
    gain_db: gainDb,
    pan,
    offset_ms: offsetMs,
    mute,
    solo,
  })
  return {
    author: wire(author),
    stems: stems.map((stem) => ({ comment: stem.comment, ...wire(stem) })),
    master: { loudness_lufs: master.loudnessLufs, ceiling_dbtp: master.ceilingDbtp },
  }
}

/** The recipe of the post's mix; the author's track alone where nothing was mixed. */
export const recipeOfPost = (post: Post): Recipe =>
  post.mix === null ? defaultRecipe([]) : recipeFrom(post.mix.recipe)

/** What is done to a track; null if it is not in the mix. */
export const settingsOf = (recipe: Recipe, key: number): StemSettings | null =>
  key === 0 ? recipe.author : (recipe.stems.find(({ comment }) => comment === key) ?? null)

/** The recipe with other settings of a track, which is in the mix then. */
export const withSettings = (recipe: Recipe, key: number, change: Partial<StemSettings>): Recipe => {
  if (key === 0) return { ...recipe, author: { ...recipe.author, ...change } }
  const comment = key as CommentId
  const stem = recipe.stems.find((one) => one.comment === comment) ?? { comment, ...DEFAULT_SETTINGS }
  return recipeOf({
    ...recipe,
    stems: [...recipe.stems.filter((one) => one.comment !== comment), { ...stem, ...change }],
  })
}

/** The recipe with a comment in the mix or out of it. */
export const withTrack = (recipe: Recipe, key: number, isIn: boolean): Recipe =>
  isIn ? withSettings(recipe, key, {}) : withoutComments(recipe, [key as CommentId])

/** The recipe with another target. */
export const withMaster = (recipe: Recipe, change: Partial<MasterSettings>): Recipe => ({
  ...recipe,
  master: { ...recipe.master, ...change },
})

/** Whether two recipes say the same. */
export const isSame = (one: Recipe, other: Recipe): boolean =>
  JSON.stringify(showRecipe(one)) === JSON.stringify(showRecipe(other))
