import type { CommentId } from '#domain/shared/id.ts'

/** There is no comment of this id, or no longer. */
export type CommentNotFound = { readonly type: 'CommentNotFound'; readonly id: CommentId }

/** The refusal that names it. */
export const commentNotFound = (id: CommentId): CommentNotFound => ({ type: 'CommentNotFound', id })
