import { err, ok, type Result } from 'neverthrow'
import type { Post } from '../post/post.ts'
import type { CommentId, PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { MediaPath } from '../track/track.ts'
import { type MasterMeasurements, type Mix, nextMix, type RenderedMix, withMaster } from './mix.ts'
import { defaultRecipe, heardIn, type Recipe } from './recipe.ts'
import { type RecipeChange, recipeDifference } from './recipe-difference.ts'

/** A mix that was rendered once. It is kept, whatever mix the post has now. */
type RevisionBase = {
  readonly postId: PostId
  /** That of its mix. Numbers are missing where a mix was superseded or failed. */
  readonly revision: number
  readonly recipe: Recipe
  /** The recipe's identity, as in its mix. */
  readonly recipeId: string | null
  readonly requestedAt: Instant
  readonly finishedAt: Instant
  /** `null` if nothing was measured, as in its mix. */
  readonly measured: MasterMeasurements | null
  /** Who is heard in it, see {@link creditsOf}. */
  readonly credits: readonly UserId[]
}

/** Its master can be heard, and made the post's master again. */
export type PlayableRevision = RevisionBase & {
  readonly state: 'playable'
  /** The author's track if the recipe left nothing to render. Revisions of the same recipe may share a file. */
  readonly master: MediaPath
}

/** A comment in it was deleted, and its master with it. */
export type WithdrawnRevision = RevisionBase & { readonly state: 'withdrawn' }

/** A rendered revision of a post's mix. */
export type MixRevision = PlayableRevision | WithdrawnRevision

/** The post has no rendered mix of this number. */
export type RevisionNotFound = {
  readonly type: 'RevisionNotFound'
  readonly postId: PostId
  readonly revision: number
}
/** A comment in the revision was deleted, so it can no longer be played. */
export type RevisionWithdrawn = {
  readonly type: 'RevisionWithdrawn'
  readonly postId: PostId
  readonly revision: number
}

/**
 * Who is heard in a recipe: the post's author first, then the comments' authors in the order of the comments' ids, each
 * once. Comments without an author here are left out.
 */
export const creditsOf = (
  recipe: Recipe,
  author: UserId,
  commentAuthors: ReadonlyMap<CommentId, UserId>,
): readonly UserId[] => {
  const heard = heardIn(recipe)
  const own = heard.author === null ? [] : [author]
  return [...new Set([...own, ...heard.stems.flatMap(({ comment }) => commentAuthors.get(comment) ?? [])])]
}

/** The revision that a rendered mix becomes. */
export const revisionOf = (
  { postId, revision, recipe, recipeId, requestedAt, finishedAt, master: measured }: RenderedMix,
  { master, credits }: Pick<PlayableRevision, 'master' | 'credits'>,
): PlayableRevision => ({
  postId,
  revision,
  recipe,
  recipeId,
  requestedAt,
  finishedAt,
  measured,
  credits,
  state: 'playable',
  master,
})

/** The revision without its master. */
export const withdraw = (given: MixRevision): WithdrawnRevision => {
  const { postId, revision, recipe, recipeId, requestedAt, finishedAt, measured, credits } = given
  return { postId, revision, recipe, recipeId, requestedAt, finishedAt, measured, credits, state: 'withdrawn' }
}

/** Rule: only a revision that is there and was not withdrawn is heard or made the master again. */
export const playable = (
  found: MixRevision | null,
  asked: { readonly postId: PostId; readonly revision: number },
): Result<PlayableRevision, RevisionNotFound | RevisionWithdrawn> => {
  const { postId, revision } = asked
  if (found === null) return err({ type: 'RevisionNotFound', postId, revision })
  return found.state === 'playable' ? ok(found) : err({ type: 'RevisionWithdrawn', postId, revision })
}

/**
 * The next mix of the post, whose master is that of an earlier revision. It has a number of its own, so that nobody
 * overwrites it who has not seen it.
 */
export const restoreRevision = (current: Mix | null, earlier: PlayableRevision, now: Instant): RenderedMix =>
  withMaster(nextMix({ current: current ?? earlier, postId: earlier.postId, recipe: earlier.recipe, now }), earlier)

/** Whether the post's mix says the same as this revision, and its master is the post's. */
export const isInPlace = (post: Post, current: Mix | null, earlier: PlayableRevision): boolean =>
  current?.state === 'rendered' &&
  post.master === earlier.master &&
  recipeDifference(current.recipe, earlier.recipe).length === 0

/** What changed against the recipe rendered before. Before the first one, the author's track alone was heard. */
export const changesSince = (before: Recipe | null, recipe: Recipe): readonly RecipeChange[] =>
  recipeDifference(before ?? defaultRecipe([]), recipe)
