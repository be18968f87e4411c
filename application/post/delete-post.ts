import { err, safeTry } from 'neverthrow'
import { type NotThePostAuthor, onlyThePostAuthor } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { postFolder } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from '../shared/post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'

/** Takes the post away with its comments and its mix; their files follow by a job. */
export const deletePost =
  (asks: { readonly unitOfWork: UnitOfWorkOn<'posts' | 'jobs'> }) =>
  ({
    id,
    remover,
  }: {
    readonly id: PostId
    readonly remover: UserId
  }): Outcome<void, PostNotFound | NotThePostAuthor> =>
    asks.unitOfWork.run(({ posts, jobs }) =>
      safeTry(async function* () {
        const post = yield* posts.byId(id)
        if (post === null) return err(postNotFound(id))
        yield* onlyThePostAuthor(post, remover)
        yield* posts.remove(id)
        return jobs.add({ type: 'remove-folder', folder: postFolder(post.authorId, id) })
      }),
    )
