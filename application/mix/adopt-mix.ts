import { ok, okAsync, safeTry } from 'neverthrow'
import { masterName, type Mix, type RenderedMix, type RequestedMix } from '#domain/mix/mix.ts'
import type { Post } from '#domain/post/post.ts'
import { mediaPath, type MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

type Repositories = Pick<Transaction, 'posts' | 'mixes' | 'jobs'>

/** Replaces the post's master and queues the removal of the old file, unless that is the author's track. */
export const replaceMaster = (
  { posts, jobs }: Omit<Repositories, 'mixes'>,
  post: Post,
  master: MediaPath,
): Outcome<void> =>
  safeTry(async function* () {
    yield* posts.save({ ...post, master })
    const old = post.master
    if (old !== null && old !== post.track.path && old !== master) yield* jobs.add({ type: 'remove-file', path: old })
    return ok()
  })

/**
 * Queues the removal of the master that an unfinished rendering may have left behind: its worker died, or will find its
 * lease lost.
 */
export const removeUnfinishedMaster = (
  { jobs }: Pick<Repositories, 'jobs'>,
  post: Post,
  unfinished: Mix | null,
): Outcome<void> =>
  unfinished?.state === 'rendering'
    ? jobs.add({ type: 'remove-file', path: mediaPath(post.authorId, post.id, masterName(unfinished)) })
    : okAsync()

/**
 * Replaces the post's mix. It is queued for a worker, or, without any comments, the author's track becomes the master
 * at once.
 */
export const adoptMix = (
  repositories: Repositories,
  post: Post,
  current: Mix | null,
  mix: RequestedMix | RenderedMix,
): Outcome<void> =>
  safeTry(async function* () {
    yield* removeUnfinishedMaster(repositories, post, current)
    yield* repositories.mixes.save(mix)
    return mix.state === 'requested'
      ? repositories.jobs.add({ type: 'render-mix', postId: post.id })
      : replaceMaster(repositories, post, post.track.path)
  })
