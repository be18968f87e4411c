import { err, safeTry } from 'neverthrow'
import { onlyStaff } from '#domain/account/staff.ts'
import type { NotThePostAuthor } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { postFolder } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from './post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/**
 * Deletes the post with its comments and its mix; a job removes their files. Staff may delete any post, which is
 * logged.
 */
export const deletePost =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'jobs' | 'audit'>; readonly clock: Clock }) =>
  ({
    id,
    remover,
  }: {
    readonly id: PostId
    readonly remover: UserId
  }): Outcome<void, PostNotFound | NotThePostAuthor> =>
    deps.unitOfWork.run(({ users, posts, jobs, audit }) =>
      safeTry(async function* () {
        const post = yield* posts.byId(id)
        if (post === null) return err(postNotFound(id))
        if (post.authorId !== remover) {
          yield* onlyStaff(yield* users.byId(remover)).mapErr(() => ({ type: 'NotThePostAuthor', postId: id }) as const)
          yield* audit.add({ staffId: remover, at: deps.clock.now(), action: 'delete-post', subject: id })
        }
        yield* posts.remove(id)
        return jobs.add({ type: 'remove-folder', folder: postFolder(post.authorId, id) })
      }),
    )
