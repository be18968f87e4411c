import type { PostId } from '#domain/shared/id.ts'

/** There is no post of this id, or no longer. */
export type PostNotFound = { readonly type: 'PostNotFound'; readonly id: PostId }

/** The refusal that names it. */
export const postNotFound = (id: PostId): PostNotFound => ({ type: 'PostNotFound', id })
