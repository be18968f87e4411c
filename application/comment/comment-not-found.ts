import type { CommentId } from '#domain/shared/id.ts'

/** There is no comment with this id. */
export type CommentNotFound = { readonly type: 'CommentNotFound'; readonly id: CommentId }

/** The refusal for this id. */
export const commentNotFound = (id: CommentId): CommentNotFound => ({ type: 'CommentNotFound', id })
