import type { CommentId } from '../shared/id.ts'
import type { Recipe, StemSettings } from './recipe.ts'

/** What a recipe is rendered from, and by what. Hashes are SHA-256 in lower-case hex. */
export type RecipeSources = {
  /** Hash of the decoded samples of the author's track. */
  readonly author: string
  /** Hashes of the decoded samples of the comments' tracks. */
  readonly stems: ReadonlyMap<CommentId, string>
  /** Changes whenever the same recipe would sound otherwise. */
  readonly mixerVersion: string
}

/** Members in the order of their names. */
const canonicalSettings = ({ gain, mute, offset, pan, solo }: StemSettings, pcm: string) => ({
  gain,
  mute,
  offset,
  pan,
  pcm,
  solo,
})

/**
 * The recipe as text whose SHA-256 is its identity: equal for two recipes of the same tracks exactly if they say the same,
 * whatever the order of their stems. It is canonical JSON (RFC 8785): members in the order of their names, whole numbers,
 * no spaces. `null` if the hash of a stem is not known.
 */
export const canonicalForm = (recipe: Recipe, { author, stems, mixerVersion }: RecipeSources): string | null => {
  if (!recipe.stems.every(({ comment }) => stems.has(comment))) return null
  const { ceiling, loudness } = recipe.master
  return JSON.stringify({
    author: canonicalSettings(recipe.author, author),
    master: { ceiling, loudness },
    mixer: mixerVersion,
    stems: recipe.stems
      .toSorted((one, other) => one.comment - other.comment)
      .map((stem) => ({ comment: stem.comment, ...canonicalSettings(stem, stems.get(stem.comment) ?? '') })),
  })
}
