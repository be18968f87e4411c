import type { PostId } from '#domain/shared/id.ts'

export type PostNotFound = { readonly type: 'PostNotFound'; readonly id: PostId }

export const postNotFound = (id: PostId): PostNotFound => ({ type: 'PostNotFound', id })
