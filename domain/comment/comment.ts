import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, optional, parseForm } from '../shared/fields.ts'
import type { CommentId, PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { Track } from '../track/track.ts'
import { type Instrument, parseInstruments, type Words } from '../track/vocabulary.ts'

/** A track that answers a post. */
export type Comment = {
  readonly id: CommentId
  readonly postId: PostId
  readonly authorId: UserId
  readonly instruments: readonly Instrument[]
  readonly track: Track
  readonly createdAt: Instant
}

/** The comment belongs to somebody else. */
export type NotTheCommentAuthor = { readonly type: 'NotTheCommentAuthor'; readonly commentId: CommentId }

/** What its author says of a comment. */
export type CommentForm = { readonly instruments: Words }

/** The description of a new comment. */
export const parseCommentForm = (form: CommentForm): Result<Pick<Comment, 'instruments'>, InvalidFields> =>
  parseForm({ instruments: parseInstruments(form.instruments) })

/** The comment with the given changes. */
export const changeComment = (comment: Comment, changes: Partial<CommentForm>): Result<Comment, InvalidFields> =>
  parseForm({ instruments: optional(changes.instruments, parseInstruments) }).map(({ instruments }) => ({
    ...comment,
    instruments: instruments ?? comment.instruments,
  }))

/** Rule: only its author changes a comment. Staff may delete it as well, see `deleteComment`. */
export const onlyTheCommentAuthor = (comment: Comment, person: UserId): Result<Comment, NotTheCommentAuthor> =>
  comment.authorId === person ? ok(comment) : err({ type: 'NotTheCommentAuthor', commentId: comment.id })
