import type { UserId } from '#domain/shared/id.ts'

/** There is no user of this id, or none that anybody may see yet. */
export type UserNotFound = { readonly type: 'UserNotFound'; readonly id: UserId }

/** The refusal that names the user. */
export const userNotFound = (id: UserId): UserNotFound => ({ type: 'UserNotFound', id })
