import { err, ok } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type UserNotFound, userNotFound } from './user-not-found.ts'
import {
  type Visible,
  visibleTo,
  type VisibleUser,
  type UserDetailView,
  type UserQueries,
  type UserView,
} from './user-view.ts'

/** Who has not proved the address is there for nobody else; who is shut out still is. */
const isVisibleTo = (viewer: UserId | null, { id, isActive, isSuspended }: UserView): boolean =>
  isActive || isSuspended || viewer === id

const visibleOrNotFound =
  (viewer: UserId | null, id: UserId) =>
  <View extends UserView>(user: View | null) =>
    user === null || !isVisibleTo(viewer, user) ? err(userNotFound(id)) : ok(visibleTo(viewer, user))

/** A user as `viewer` may see one; `null` is somebody without a session. */
export const readUser =
  (deps: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null = null): Outcome<VisibleUser, UserNotFound> =>
    deps.userQueries.byId(id).andThen(visibleOrNotFound(viewer, id))

/** The screen of a user, with posts and likes. */
export const readUserDetail =
  (deps: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null = null): Outcome<Visible<UserDetailView>, UserNotFound> =>
    deps.userQueries.detail(id).andThen(visibleOrNotFound(viewer, id))
