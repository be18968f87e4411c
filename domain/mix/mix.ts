import { err, ok, type Result } from 'neverthrow'
import type { CommentId, PostId } from '../shared/id.ts'
import type { LimiterSetting } from './limiter.ts'
import { commentsIn, isAuthorsTrack, type Recipe, withoutComments } from './recipe.ts'
import { after, type Instant, type Milliseconds, MINUTE, SECOND } from '../shared/instant.ts'

/** How the master of a post is made. A post has one mix; each request is its next revision. */
type MixBase = {
  readonly postId: PostId
  /** Counts requests, from 1. A newer one supersedes an older one that has not finished. */
  readonly revision: number
  readonly recipe: Recipe
  /** The recipe's identity, a SHA-256 in lower-case hex (see `canonicalForm`); `null` until it is known. */
  readonly recipeId: string | null
  readonly requestedAt: Instant
  /** How often rendering this revision was started. With the revision it is the fencing token against late workers. */
  readonly attempt: number
}

/** Waits for a worker. */
export type RequestedMix = MixBase & { readonly state: 'requested' }

/** The stages of rendering: waiting for the first decoded block, mixing, finishing the file. */
export type Stage = 'ingesting' | 'mixing' | 'encoding'

/** A worker is rendering it, until its lease runs out unless renewed. */
export type RenderingMix = MixBase & {
  readonly state: 'rendering'
  readonly stage: Stage
  /** Per cent of the longest stem that is mixed, 0 … 100. */
  readonly progress: number
  readonly leaseUntil: Instant
}

/** What a rendered master measures. */
export type MasterMeasurements = {
  /** Integrated loudness in hundredths of LUFS (ITU-R BS.1770); `null` for silence. */
  readonly loudness: number | null
  /** True peak in hundredths of dBTP (ITU-R BS.1770, annex 2); `null` for silence. */
  readonly truePeak: number | null
  /** Length in samples at 48 kHz. */
  readonly frames: number
  /** What made the master of the sum of its stems; `null` if the master is older than keeping it. */
  readonly limiter: LimiterSetting | null
}

/** The post's master is this mix. */
export type RenderedMix = MixBase & {
  readonly state: 'rendered'
  readonly finishedAt: Instant
  /** `null` if nothing was measured: the master is the author's track, or is older than measuring. */
  readonly master: MasterMeasurements | null
}

/** Why a mix will not be rendered: the file of a stem is gone, cannot be decoded, or no worker ever came back. */
export type MixFailure = 'STEM_MISSING' | 'STEM_UNDECODABLE' | 'GAVE_UP'

/** The mix failed and is not retried; the older master stays. */
export type FailedMix = MixBase & {
  readonly state: 'failed'
  readonly reason: MixFailure
  readonly finishedAt: Instant
}

/** The mix of a post, in one of its four states. */
export type Mix = RequestedMix | RenderingMix | RenderedMix | FailedMix

/** A worker's fencing token: a mix with another revision or attempt is no longer its own. */
export type Claim = Pick<MixBase, 'postId' | 'revision' | 'attempt'>

/** The mix belongs to another worker now, or was superseded. */
export type LeaseLost = { readonly type: 'LeaseLost'; readonly claim: Claim }
/** The post has no mix waiting to be rendered. */
export type NothingToRender = { readonly type: 'NothingToRender'; readonly postId: PostId }

/** How long a lease lasts unless it is renewed. */
export const DEFAULT_LEASE: Milliseconds = 10 * SECOND

const MIN_RETRY_DELAY: Milliseconds = 10 * SECOND
const MAX_RETRY_DELAY: Milliseconds = 10 * MINUTE

/**
 * When to render again after an outage: twice as long after each attempt, so that an outage of hours does not use up all
 * attempts.
 */
export const retryAt = (attempt: number, now: Instant): Instant =>
  after(now, Math.min(MAX_RETRY_DELAY, MIN_RETRY_DELAY * 2 ** (attempt - 1)))

/** Postpones a mix after an outage, see {@link retryAt}. */
export const postponeAfterOutage = (mix: RenderingMix, now: Instant): RenderingMix => ({
  ...mix,
  leaseUntil: retryAt(mix.attempt, now),
})

/** Gives the lease up before it runs out: the mix waits for a worker again, and whoever held it has lost it. */
export const giveUpLease = (mix: RenderingMix, now: Instant): RenderingMix => ({ ...mix, leaseUntil: now })

/** After so many unfinished attempts the mix fails. */
export const MAX_ATTEMPTS = 30

/** The comments in the mix, heard or not, in the order of their ids. */
export const stemsOf = (mix: Pick<Mix, 'recipe'>): readonly CommentId[] => commentsIn(mix.recipe)

/** The next revision. If its recipe leaves nothing to render (see `isAuthorsTrack`), the author's track is the master. */
export const nextMix = (given: {
  readonly current: Pick<Mix, 'revision'> | null
  readonly postId: PostId
  readonly recipe: Recipe
  readonly now: Instant
}): RequestedMix | RenderedMix => {
  const { postId, recipe, now } = given
  const revision = (given.current?.revision ?? 0) + 1
  const base = { postId, recipe, recipeId: null, revision, requestedAt: now, attempt: 0 }
  return isAuthorsTrack(recipe)
    ? { ...base, state: 'rendered', finishedAt: now, master: null }
    : { ...base, state: 'requested' }
}

/** The mix with a master that was rendered before, and so is there at once. */
export const withMaster = (
  mix: RequestedMix | RenderedMix,
  { recipeId, measured }: { readonly recipeId: string | null; readonly measured: MasterMeasurements | null },
): RenderedMix => ({ ...mix, recipeId, state: 'rendered', finishedAt: mix.requestedAt, master: measured })

/** The mix after these comments were deleted, its other tracks as they were; `null` if none of them was in it. */
export const mixWithout = (
  current: Mix | null,
  comments: readonly CommentId[],
  now: Instant,
): RequestedMix | RenderedMix | null => {
  if (current === null || !stemsOf(current).some((stem) => comments.includes(stem))) return null
  return nextMix({ current, postId: current.postId, recipe: withoutComments(current.recipe, comments), now })
}

/** Whether the mix waits for a worker: it was just requested, or its worker's lease ran out. */
export const isWaiting = (mix: Mix, now: Instant): mix is RequestedMix | RenderingMix =>
  mix.state === 'requested' || (mix.state === 'rendering' && now >= mix.leaseUntil)

/** Starts rendering a waiting mix under a new lease, or fails it after too many attempts. */
export const startRendering = (
  mix: Mix,
  now: Instant,
  lease: Milliseconds,
): Result<RenderingMix | FailedMix, NothingToRender> => {
  if (!isWaiting(mix, now)) return err({ type: 'NothingToRender', postId: mix.postId })
  const base = baseOf(mix)
  if (mix.attempt >= MAX_ATTEMPTS) return ok({ ...base, state: 'failed', reason: 'GAVE_UP', finishedAt: now })
  return ok({
    ...base,
    attempt: mix.attempt + 1,
    state: 'rendering',
    stage: 'ingesting',
    progress: 0,
    leaseUntil: after(now, lease),
  })
}

/** The mix, if this worker still holds it: same revision, same attempt, lease not expired. */
export const verifyClaim = (mix: Mix | null, claim: Claim, now: Instant): Result<RenderingMix, LeaseLost> =>
  mix?.state === 'rendering' && mix.revision === claim.revision && mix.attempt === claim.attempt && now < mix.leaseUntil
    ? ok(mix)
    : err({ type: 'LeaseLost', claim })

/** The mix with its progress and a renewed lease. */
export const reportProgress = (
  mix: RenderingMix,
  report: { readonly stage: Stage; readonly progress: number },
  leaseUntil: Instant,
): RenderingMix => ({ ...mix, ...report, leaseUntil })

/** The file name of this attempt's master. No two attempts share a file, so a late worker can only remove its own. */
export const masterName = (claim: Pick<Claim, 'revision' | 'attempt'>): string =>
  `master_r${claim.revision}_a${claim.attempt}.mp3`

/** The mix, rendered, and what its master measures if that is known. */
export const finishMix = (mix: RenderingMix, now: Instant, master: MasterMeasurements | null = null): RenderedMix => ({
  ...baseOf(mix),
  state: 'rendered',
  finishedAt: now,
  master,
})

/** The mix, failed for good. */
export const failMix = (mix: RenderingMix, reason: MixFailure, now: Instant): FailedMix => ({
  ...baseOf(mix),
  state: 'failed',
  reason,
  finishedAt: now,
})

const baseOf = ({ postId, revision, recipe, recipeId, requestedAt, attempt }: MixBase): MixBase => ({
  postId,
  revision,
  recipe,
  recipeId,
  requestedAt,
  attempt,
})
