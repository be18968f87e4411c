import { err, ok } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type UserNotFound, userNotFound } from '../shared/user-not-found.ts'
import { type Seen, seenBy, type SeenUser, type UserDetailView, type UserQueries, type UserView } from './user-view.ts'

/** Who has not proved the address is there for nobody else; who is shut out still is. */
const isThereFor = (viewer: UserId | null, { id, isActive, isSuspended }: UserView): boolean =>
  isActive || isSuspended || viewer === id

const shownTo =
  (viewer: UserId | null, id: UserId) =>
  <View extends UserView>(user: View | null) =>
    user === null || !isThereFor(viewer, user) ? err(userNotFound(id)) : ok(seenBy(viewer, user))

/** A user as `viewer` may see one; `null` is somebody without a session. */
export const readUser =
  (asks: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null): Outcome<SeenUser, UserNotFound> =>
    asks.userQueries.byId(id).andThen(shownTo(viewer, id))

/** The screen of a user, with posts and likes. */
export const readUserDetail =
  (asks: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null): Outcome<Seen<UserDetailView>, UserNotFound> =>
    asks.userQueries.detail(id).andThen(shownTo(viewer, id))
