import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import { parseSubmittedPassword } from '#domain/account/password.ts'
import { isVerified } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { WrongPassword } from './activate.ts'
import { ANONYMOUS, type Caller, countAttempt, checkRateLimit } from './caller.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'

/** What checking a password needs. */
export type CheckPasswordDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users'>
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
}

/** Checks a user's own password. A wrong one counts as a failed login, because guessing here is guessing there. */
export const checkPassword =
  (deps: CheckPasswordDependencies) =>
  (
    id: UserId,
    form: { readonly password: string },
    caller: Caller = ANONYMOUS,
  ): Outcome<void, InvalidFields | WrongPassword | NotAuthenticated | TooManyAttempts> =>
    safeTry(async function* () {
      const { password } = yield* parseForm({ password: parseSubmittedPassword(form.password) })
      const user = yield* deps.unitOfWork.run(({ users }) => users.byId(id))
      if (user === null || !isVerified(user)) return err({ type: 'NotAuthenticated' } as const)
      const attempt = { limited: 'log-in', caller, email: user.email } as const
      yield* checkRateLimit(deps.rateLimiter, attempt)
      if (yield* deps.passwordHasher.verify(password, user.passwordHash)) return ok()
      yield* countAttempt(deps.rateLimiter, attempt)
      return err({ type: 'WrongPassword' } as const)
    })
