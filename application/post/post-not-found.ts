import type { PostId } from '#domain/shared/id.ts'

/** There is no post with this id. */
export type PostNotFound = { readonly type: 'PostNotFound'; readonly id: PostId }

/** The refusal for this id. */
export const postNotFound = (id: PostId): PostNotFound => ({ type: 'PostNotFound', id })
