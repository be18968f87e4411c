import type { UserId } from '#domain/shared/id.ts'

/** There is no user with this id, or only one whose address is not verified yet. */
export type UserNotFound = { readonly type: 'UserNotFound'; readonly id: UserId }

/** The refusal for this id. */
export const userNotFound = (id: UserId): UserNotFound => ({ type: 'UserNotFound', id })
