import type { CommentId } from '#domain/shared/id.ts'

export type CommentNotFound = { readonly type: 'CommentNotFound'; readonly id: CommentId }

export const commentNotFound = (id: CommentId): CommentNotFound => ({ type: 'CommentNotFound', id })
