import { err, ok, safeTry } from 'neverthrow'
import { parseOfferedPassword } from '#domain/account/password.ts'
import { isProved } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { WrongPassword } from './activate.ts'
import type { PasswordHasher } from './ports.ts'

/** Whether a password is this user's. */
export const checkPassword =
  (asks: { readonly unitOfWork: UnitOfWorkOn<'users'>; readonly passwordHasher: PasswordHasher }) =>
  (id: UserId, form: { readonly password?: unknown }): Outcome<void, InvalidFields | WrongPassword> =>
    safeTry(async function* () {
      const { password } = yield* parseForm({ password: parseOfferedPassword(form.password) })
      const user = yield* asks.unitOfWork.run(({ users }) => users.byId(id))
      const hash = user !== null && isProved(user) ? user.passwordHash : null
      return (yield* asks.passwordHasher.verify(password, hash)) ? ok() : err({ type: 'WrongPassword' } as const)
    })
