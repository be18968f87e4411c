import { err, ok, safeTry } from 'neverthrow'
import { changeProfile, type NotTheOwner, onlyTheOwner, type ProfileChanges } from '#domain/account/profile.ts'
import type { NicknameTaken } from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from './user-not-found.ts'

/** Whose profile is changed, by whom, and the new values. */
export type EditProfile = { readonly id: UserId; readonly editor: UserId } & ProfileChanges

/** Changes the given fields. */
export const editProfile =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'users'> }) =>
  ({
    id,
    editor,
    ...changes
  }: EditProfile): Outcome<void, UserNotFound | NotTheOwner | NicknameTaken | InvalidFields> =>
    deps.unitOfWork.run(({ users }) =>
      safeTry(async function* () {
        const user = yield* users.byId(id)
        if (user?.state !== 'active') return err(userNotFound(id))
        yield* onlyTheOwner(id, editor)
        const changed = yield* changeProfile(user, changes)
        // Users whose nicknames already looked alike when this rule was introduced keep them.
        const namesake = changed.nickname === user.nickname ? null : yield* users.verifiedByNickname(changed.nickname)
        if (namesake !== null && namesake.id !== id)
          return err({ type: 'NicknameTaken', nickname: changed.nickname } as const)
        yield* users.setProfile(id, changed)
        return ok()
      }),
    )
