import { err, ok, safeTry } from 'neverthrow'
import { isFurther } from '#domain/mix/mix-order.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Scheduler } from '../shared/system.ts'
import type { MixEvent, MixEvents, MixQueries } from './ports.ts'

/** What following mixes needs. */
export type FollowMixDependencies = {
  readonly mixQueries: MixQueries
  readonly mixEvents: MixEvents
  readonly scheduler: Scheduler
}

/** There is no such post, or no mix of it was ever requested. */
export type MixNotFound = { readonly type: 'MixNotFound'; readonly postId: PostId }

/** Is told each later sight of a mix; `null` when the mix is gone with its post, and nothing after that. Must not throw. */
export type MixFollower = (mix: Mix | null) => void

/** A lost event is made up for so much later at the latest. */
export const MIX_CHECK_INTERVAL: Milliseconds = 15 * SECOND

/** A post that is followed, and its mix as far as it is known. */
type Followed = { mix: Mix | null; readonly followers: Set<MixFollower> }

/**
 * Follows the mix of a post through all its revisions. The follower is told the current mix before the outcome is there, then
 * whatever is further (see `isFurther`); it never hears anything twice or late. The function that comes back stops it, and may be
 * repeated.
 *
 * However many follow, there is one subscription to the events, and the database is asked once for each who begins, once for each
 * step of a mix (requested, taken by a worker, over), and once every {@link MIX_CHECK_INTERVAL} for all mixes together; never for
 * a percentage. While nobody follows, there is neither a subscription nor a question.
 */
export const followMix = (
  deps: FollowMixDependencies,
): ((postId: PostId, follower: MixFollower) => Outcome<() => void, MixNotFound>) => {
  const followed = new Map<PostId, Followed>()
  const changed = new Set<PostId>()
  let reading: Promise<void> = Promise.resolve()
  let close: (() => void) | null = null

  const tell = (postId: PostId, mix: Mix | null): void => {
    const post = followed.get(postId)
    if (post === undefined || (mix !== null && post.mix !== null && !isFurther(mix, post.mix))) return
    post.mix = mix
    for (const follower of post.followers) follower(mix)
  }

  const read = (postIds: readonly PostId[]): Outcome<void> =>
    deps.mixQueries.ofPosts(postIds).map((mixes) => {
      const found = new Map(mixes.map((mix) => [mix.postId, mix]))
      for (const postId of postIds) tell(postId, found.get(postId) ?? null)
    })

  /** What changes while it is read is read together, afterwards. An outage is left to the next check. */
  const readChanged = async (): Promise<void> => {
    if (changed.size === 0) return
    const postIds = [...changed]
    changed.clear()
    await read(postIds).unwrapOr(undefined)
  }

  const heard = (event: MixEvent): void => {
    const mix = followed.get(event.postId)?.mix
    if (mix === undefined) return
    if (event.type === 'MixProgressed' && mix?.state === 'rendering' && isSameAttempt(mix, event))
      return tell(event.postId, { ...mix, stage: event.stage, progress: event.progress })
    changed.add(event.postId)
    reading = reading.then(readChanged)
  }

  const missed = (): void => {
    for (const postId of followed.keys()) changed.add(postId)
    reading = reading.then(readChanged)
  }

  const open = (): (() => void) => {
    const unsubscribe = deps.mixEvents.subscribe({ heard, missed })
    const cancel = deps.scheduler.every(MIX_CHECK_INTERVAL, () => read([...followed.keys()]))
    return () => {
      unsubscribe()
      cancel()
    }
  }

  const join = (postId: PostId, follower: MixFollower): (() => void) => {
    const post = followed.get(postId) ?? { mix: null, followers: new Set() }
    const isFirst = followed.size === 0
    followed.set(postId, post)
    post.followers.add(follower)
    if (isFirst) close = open()
    return () => {
      if (!post.followers.delete(follower) || post.followers.size > 0) return
      followed.delete(postId)
      if (followed.size === 0) close?.()
    }
  }

  return (postId, follower) =>
    safeTry(async function* () {
      let isTold = false
      const follow: MixFollower = (mix) => {
        isTold = true
        follower(mix)
      }
      // Before it is read, so that no event is lost in between.
      const stop = join(postId, follow)
      const [mix] = yield* deps.mixQueries.ofPosts([postId]).orTee(stop)
      if (mix === undefined) {
        stop()
        return err({ type: 'MixNotFound', postId } as const)
      }
      tell(postId, mix)
      if (!isTold) follow(followed.get(postId)?.mix ?? mix)
      return ok(stop)
    })
}

const isSameAttempt = (mix: Mix, event: Pick<Mix, 'revision' | 'attempt'>): boolean =>
  mix.revision === event.revision && mix.attempt === event.attempt
