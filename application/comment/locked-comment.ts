import { err, ok, safeTry } from 'neverthrow'
import type { Comment } from '#domain/comment/comment.ts'
import type { Post } from '#domain/post/post.ts'
import type { CommentId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import { type CommentNotFound, commentNotFound } from './comment-not-found.ts'

/** The comment and its post, read after the post was locked. */
export const lockedComment = (
  { posts, comments }: Pick<Transaction, 'posts' | 'comments'>,
  id: CommentId,
): Outcome<{ readonly comment: Comment; readonly post: Post }, CommentNotFound> =>
  safeTry(async function* () {
    const found = yield* comments.byId(id)
    if (found === null) return err(commentNotFound(id))
    const post = yield* posts.byId(found.postId)
    const comment = yield* comments.byId(id)
    return post === null || comment === null ? err(commentNotFound(id)) : ok({ comment, post })
  })
