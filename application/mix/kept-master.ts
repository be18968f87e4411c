import { ok, okAsync, safeTry } from 'neverthrow'
import type { Post } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

type Repositories = Pick<Transaction, 'mixRevisions' | 'mixProposals' | 'jobs'>

/** Whether a revision that can be played or a proposal that can be heard has this master. */
export const isKept = (
  { mixRevisions, mixProposals }: Omit<Repositories, 'jobs'>,
  postId: PostId,
  master: MediaPath,
): Outcome<boolean> =>
  mixRevisions
    .hasMaster(postId, master)
    .andThen((isOfRevision) => (isOfRevision ? okAsync(true) : mixProposals.hasMaster(postId, master)))

/** Queues the removal of a master that nothing has any more. The author's track stays. */
export const removeUnlessKept = (repositories: Repositories, post: Post, master: MediaPath): Outcome<void> =>
  safeTry(async function* () {
    if (master === post.track.path || (yield* isKept(repositories, post.id, master))) return ok()
    return repositories.jobs.add({ type: 'remove-file', path: master })
  })
