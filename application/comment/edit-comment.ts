import { ok, safeTry } from 'neverthrow'
import {
  changeComment,
  type CommentForm,
  type NotTheCommentAuthor,
  onlyTheCommentAuthor,
} from '#domain/comment/comment.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { CommentId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { CommentNotFound } from './comment-not-found.ts'
import { lockedComment } from './locked-comment.ts'

/** Somebody changes this comment. */
export type EditComment = { readonly id: CommentId; readonly editor: UserId } & Partial<CommentForm>

/** Changes the given fields. The track stays. */
export const editComment =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'posts' | 'comments'> }) =>
  ({ id, editor, ...changes }: EditComment): Outcome<void, CommentNotFound | NotTheCommentAuthor | InvalidFields> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { comment } = yield* lockedComment(transaction, id)
        yield* transaction.comments.save(yield* changeComment(yield* onlyTheCommentAuthor(comment, editor), changes))
        return ok()
      }),
    )
