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

/** A pending user is visible only to themselves; a suspended one stays visible. */
const isVisibleTo = (viewer: UserId | null, { id, isActive, isSuspended }: UserView): boolean =>
  isActive || isSuspended || viewer === id

const visibleOrNotFound =
  (viewer: UserId | null, id: UserId) =>
  <View extends UserView>(user: View | null) =>
    user === null || !isVisibleTo(viewer, user) ? err(userNotFound(id)) : ok(visibleTo(viewer, user))

/** A user as `viewer` may see them; `null` is somebody without a session. */
export const readUser =
  (deps: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null = null): Outcome<VisibleUser, UserNotFound> =>
    deps.userQueries.byId(id).andThen(visibleOrNotFound(viewer, id))

/** A user with their posts and likes. */
export const readUserDetail =
  (deps: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null = null): Outcome<Visible<UserDetailView>, UserNotFound> =>
    deps.userQueries.detail(id).andThen(visibleOrNotFound(viewer, id))
