import { err, ok, safeTry } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { seenBy, type SeenUser, type UserQueries } from './user-view.ts'

/** There is no user of this id. */
export type UserNotFound = { readonly type: 'UserNotFound'; readonly id: UserId }

/** A user as `viewer` may see one; `null` is somebody without a session. */
export const readUser =
  (asks: { readonly userQueries: UserQueries }) =>
  (id: UserId, viewer: UserId | null): Outcome<SeenUser, UserNotFound> =>
    safeTry(async function* () {
      const user = yield* asks.userQueries.byId(id)
      return user === null ? err({ type: 'UserNotFound', id } as const) : ok(seenBy(viewer, user))
    })
