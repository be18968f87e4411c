import { err, ok, safeTry } from 'neverthrow'
import { type NothingToRender, type RenderingMix, startRendering } from '#domain/mix/mix.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'
import { removeUnfinishedMaster } from './adopt-mix.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** What claiming a mix needs. */
export type ClaimMixDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'mixes' | 'jobs'>
  readonly clock: Clock
  /** How long this worker's lease lasts unless it is renewed. */
  readonly mixLease: Milliseconds
}

/** A mix under lease, and its post. */
export type ClaimedMix = { readonly mix: RenderingMix; readonly post: Post }

/** Takes the lease of a waiting mix. A mix that was tried too often fails here. */
export const claimMix = (deps: ClaimMixDependencies, postId: PostId): Outcome<ClaimedMix, NothingToRender> =>
  deps.unitOfWork
    .run(({ posts, mixes, jobs }) =>
      safeTry(async function* () {
        const post = yield* posts.byId(postId)
        const waiting = yield* mixes.ofPost(postId)
        if (post === null || waiting === null) return err({ type: 'NothingToRender', postId } as const)
        const mix = yield* startRendering(waiting, deps.clock.now(), deps.mixLease)
        yield* removeUnfinishedMaster({ jobs }, post, waiting)
        yield* mixes.save(mix)
        return ok(mix.state === 'failed' ? null : { mix, post })
      }),
    )
    .andThen((taken) => (taken === null ? err({ type: 'NothingToRender', postId } as const) : ok(taken)))
