import type { Mix } from '#domain/mix/mix.ts'
import type { MixRevision, PlayableRevision } from '#domain/mix/mix-revision.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { AuthorView } from '../account/author-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** One mix per post. Lock the post before changing its mix. */
export interface MixRepository {
  /** `null` if none was ever requested. */
  ofPost(postId: PostId): Outcome<Mix | null>
  /** Replaces the post's mix. */
  save(mix: Mix): Outcome<void>
  /** Posts whose mix is waiting at `now` (see `isWaiting`), longest waiting first, at most `limit`. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]>
}

/** The rendered revisions of mixes; they go with their post. Lock the post before changing them. */
export interface MixRevisionRepository {
  /** The post has no revision of this number yet. */
  add(revision: PlayableRevision): Outcome<void>
  /** `null` where there is no such revision. */
  byNumber(postId: PostId, revision: number): Outcome<MixRevision | null>
  /** The post's newest playable revision whose recipe has this identity. */
  byRecipeId(postId: PostId, recipeId: string): Outcome<PlayableRevision | null>
  /** Whether a playable revision of the post has this master. */
  hasMaster(postId: PostId, master: MediaPath): Outcome<boolean>
  /**
   * Withdraws the post's playable revisions with any of these comments, heard or not, and answers their masters, each once.
   */
  withdraw(postId: PostId, comments: readonly CommentId[]): Outcome<readonly MediaPath[]>
}

/** A revision as shown in a list. */
export type RevisionView = MixRevision & {
  /** The recipe of the revision before; `null` for the first one. */
  readonly before: Recipe | null
  /** The credits whose account still exists, in their order. */
  readonly contributors: readonly AuthorView[]
  /** Whether it is the newest playable revision that has the post's master. */
  readonly isCurrent: boolean
}

/** Reads revisions for screens, in one round trip. */
export interface RevisionQueries {
  /** Newest first; `null` where there is no such post. A cursor's key and id are the number of the revision. */
  ofPost(postId: PostId, page: PageRequest): Outcome<Page<RevisionView> | null>
}
