import { err, ok } from 'neverthrow'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import { type CommentNotFound, commentNotFound } from './comment-not-found.ts'
import type { CommentQueries } from './ports.ts'
import type { CommentView } from './comment-view.ts'

type Dependencies = { readonly commentQueries: CommentQueries }

/** A page of the comments of a post, newest first. */
export const listComments =
  (deps: Dependencies) =>
  (
    postId: PostId,
    form: { readonly pageSize?: number } = {},
    cursor: Cursor | null = null,
  ): Outcome<Page<CommentView>, PostNotFound | InvalidFields> =>
    parseForm({ pageSize: parsePageSize(form.pageSize) })
      .asyncAndThen(({ pageSize: size }) => deps.commentQueries.ofPost(postId, { size, cursor }))
      .andThen((page) => (page === null ? err(postNotFound(postId)) : ok(page)))

/** One comment. */
export const readComment =
  (deps: Dependencies) =>
  (id: CommentId): Outcome<CommentView, CommentNotFound> =>
    deps.commentQueries.byId(id).andThen((comment) => (comment === null ? err(commentNotFound(id)) : ok(comment)))
