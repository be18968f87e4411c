import { err, ok } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type UserNotFound, userNotFound } from '../shared/user-not-found.ts'
import { type Seen, seenBy, type SeenUser, type UserDetailView, type UserQueries } from './user-view.ts'

/** A user as `viewer` may see one; `null` is somebody without a session. */
export const readUser =
  (asks: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null): Outcome<SeenUser, UserNotFound> =>
    asks.userQueries.byId(id).andThen((user) => (user === null ? err(userNotFound(id)) : ok(seenBy(viewer, user))))

/** The screen of a user; one who has not proved the address has none. */
export const readUserDetail =
  (asks: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null): Outcome<Seen<UserDetailView>, UserNotFound> =>
    asks.userQueries
      .detail(id)
      .andThen((user) =>
        user === null || !(user.isActive || user.isSuspended) ? err(userNotFound(id)) : ok(seenBy(viewer, user)),
      )
