import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, optional, parseForm } from '../shared/fields.ts'
import type { CommentId, PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { Track } from '../track/track.ts'
import { type Instrument, parseInstruments } from '../track/vocabulary.ts'

/** A track that answers a post. */
export type Comment = {
  readonly id: CommentId
  readonly postId: PostId
  readonly authorId: UserId
  readonly instruments: readonly Instrument[]
  readonly track: Track
  readonly createdAt: Instant
}

/** Somebody else recorded this comment. */
export type NotTheCommentAuthor = { readonly type: 'NotTheCommentAuthor'; readonly commentId: CommentId }

/** The fields of a comment as they were sent. */
export type CommentForm = { readonly instrument?: unknown }

/** All that its author says of a new comment. */
export const parseCommentForm = (form: CommentForm): Result<Pick<Comment, 'instruments'>, InvalidFields> =>
  parseForm({ instrument: parseInstruments(form.instrument) }).map(({ instrument }) => ({ instruments: instrument }))

/** The comment with the fields that were sent; the others stay. */
export const changeComment = (comment: Comment, form: CommentForm): Result<Comment, InvalidFields> =>
  parseForm({ instrument: optional(form.instrument, parseInstruments) }).map(({ instrument }) => ({
    ...comment,
    instruments: instrument ?? comment.instruments,
  }))

/** Only who recorded a comment changes it and takes it away. */
export const onlyTheCommentAuthor = (comment: Comment, person: UserId): Result<Comment, NotTheCommentAuthor> =>
  comment.authorId === person ? ok(comment) : err({ type: 'NotTheCommentAuthor', commentId: comment.id })
