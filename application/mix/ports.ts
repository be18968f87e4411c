import type { Mix, RenderingMix } from '#domain/mix/mix.ts'
import type { MixProposal, RenderedProposal } from '#domain/mix/mix-proposal.ts'
import type { MixRevision, PlayableRevision } from '#domain/mix/mix-revision.ts'
import type { QueuedProposal } from '#domain/mix/proposal-rendering.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { CommentId, PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { AuthorView } from '../account/author-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** One mix per post. Lock the post before changing its mix. */
export interface MixRepository {
  /** `null` if none was ever requested. */
  ofPost(postId: PostId): Outcome<Mix | null>
  /** Replaces the post's mix. When the transaction commits, a {@link MixEvent} about it is published. */
  save(mix: Mix): Outcome<void>
  /** Posts whose mix is waiting at `now` (see `isWaiting`), longest waiting first, at most `limit`. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]>
}

/** Reads mixes for whoever follows them. */
export interface MixQueries {
  /** The mixes of these posts in one round trip, in any order; a post without one is left out. */
  ofPosts(postIds: readonly PostId[]): Outcome<readonly Mix[]>
}

/** How far a worker has come with a mix. */
export type MixProgress = Pick<RenderingMix, 'postId' | 'revision' | 'attempt' | 'stage' | 'progress'>

/** What happened to a mix. How far rendering has come is told; for anything else there is something new to read. */
export type MixEvent =
  | { readonly type: 'MixChanged'; readonly postId: PostId }
  | ({ readonly type: 'MixProgressed' } & MixProgress)

/** Hears what happens to mixes. Neither function may throw. */
export type MixListener = {
  readonly heard: (event: MixEvent) => void
  /** Events may have been lost, because the connection was made only now or anew: what is followed has to be read again. */
  readonly missed: () => void
}

/** Carries events about mixes between processes, most of the time. An event that is lost is not sent again. */
export interface MixEvents {
  /** For what is not saved: a mix that is saved publishes its event by itself (see `MixRepository`). */
  publish(event: MixEvent): Outcome<void>
  /**
   * Hears the events of every process, this one included, until the returned function is called, which may be repeated.
   * Answers at once; while the events are out of reach they are sought by themselves, and then `missed` is called.
   */
  subscribe(listener: MixListener): () => void
}

/** The event about a mix that was saved. */
export const eventOf = (mix: Mix): MixEvent => {
  const { postId, revision, attempt } = mix
  return mix.state === 'rendering'
    ? { type: 'MixProgressed', postId, revision, attempt, stage: mix.stage, progress: mix.progress }
    : { type: 'MixChanged', postId }
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

/** The proposals for mixes; they go with their post and with whoever made them. Lock the post before changing them. */
export interface MixProposalRepository {
  /** An id that no proposal has or will get otherwise. */
  nextId(): Outcome<ProposalId>
  /** A new proposal, for a post and by a user that are there. */
  add(proposal: MixProposal): Outcome<void>
  /** `null` where there is none. */
  byId(id: ProposalId): Outcome<MixProposal | null>
  /** Replaces its sound and its decision. Nothing if it is gone. */
  save(proposal: Pick<MixProposal, 'id' | 'sound' | 'decision'>): Outcome<void>
  /** How many open proposals (see `isOpen`) this person has for the post. */
  countOpen(postId: PostId, proposer: UserId): Outcome<number>
  /** The post's proposals that are to be rendered, oldest first. */
  queued(postId: PostId): Outcome<readonly QueuedProposal[]>
  /** Posts with a proposal that waits for a worker at `now` (see `isWaitingForWorker`), each once, at most `limit`. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]>
  /** The post's newest proposal that can be heard and whose recipe has this identity. */
  byRecipeId(postId: PostId, recipeId: string): Outcome<RenderedProposal | null>
  /** Whether a proposal for the post has this master. */
  hasMaster(postId: PostId, master: MediaPath): Outcome<boolean>
  /**
   * Withdraws the post's proposals with any of these comments, heard or not, whatever was decided; answers their masters,
   * each once.
   */
  withdraw(postId: PostId, comments: readonly CommentId[]): Outcome<readonly MediaPath[]>
  /** Removes all proposals of this person; answers the masters that they had, each of a post once. */
  removeOf(proposer: UserId): Outcome<readonly { readonly postId: PostId; readonly master: MediaPath }[]>
}

/** A proposal as shown on a screen. */
export type ProposalView = MixProposal & {
  readonly proposer: AuthorView
  /** The recipe of the post's mix now; `null` if it was never mixed. */
  readonly current: Recipe | null
}

/** Reads proposals for screens, in one round trip. */
export interface ProposalQueries {
  /** Newest first; `null` where there is no such post. */
  ofPost(postId: PostId, page: PageRequest): Outcome<Page<ProposalView> | null>
  /** `null` where there is none. */
  byId(id: ProposalId): Outcome<ProposalView | null>
}
