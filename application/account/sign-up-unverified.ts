import { err, ok, safeTry } from 'neverthrow'
import type { Subject } from '#domain/account/identity.ts'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import type { Password } from '#domain/account/password.ts'
import { type EmailTaken, isVerified, type NicknameTaken } from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import { hexOf } from '#domain/shared/hex.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock } from '../shared/system.ts'
import { type Caller, countAttempt } from './caller.ts'
import { type NewUserForm, parseNewUserWithAddress } from './new-user-form.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'
import { queueSignUpMails } from './queue-sign-up-mails.ts'

/** What a sign-up through a provider without a verified address needs. */
export type SignUpUnverifiedDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'queuedMails' | 'jobs'>
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
  readonly chance: Chance
  readonly clock: Clock
}

/** The typed address must be verified by mail. The code is returned only here; the page behind the link asks for it. */
export type UnverifiedSignUp = { readonly is: 'unverified'; readonly userId: UserId; readonly code: string }

const CODE_BYTES = 6

/** Creates a pending sign-up for the typed address. It is activated by the link and the code together. */
export const signUpUnverified = (
  deps: SignUpUnverifiedDependencies,
  { provider, subject }: Subject,
  form: NewUserForm,
  caller: Caller,
): Outcome<UnverifiedSignUp, InvalidFields | EmailTaken | NicknameTaken | TooManyAttempts> =>
  safeTry(async function* () {
    const profile = yield* parseNewUserWithAddress(form)
    const { email } = profile
    yield* countAttempt(deps.rateLimiter, { limited: 'sign-up', caller, email })
    const code = hexOf(deps.chance.bytes(CODE_BYTES))
    const passwordHash = yield* deps.passwordHasher.hash(code as Password)
    return deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { users } = transaction
        const ofAddress = yield* users.ofAddress(email)
        if (ofAddress.some(isVerified)) return err({ type: 'EmailTaken', email } as const)
        if ((yield* users.verifiedByNickname(profile.nickname)) !== null)
          return err({ type: 'NicknameTaken', nickname: profile.nickname } as const)
        const now = deps.clock.now()
        const account = { ...profile, passwordHash, createdAt: now, origin: provider }
        const newUser = yield* users.add({ ...account, state: 'pending', subject: { provider, subject } })
        yield* queueSignUpMails(transaction, newUser, ofAddress.length > 0, caller)
        return ok({ is: 'unverified', userId: newUser.id, code } as const)
      }),
    )
  })
