import { err, ok, safeTry } from 'neverthrow'
import type { Subject } from '#domain/account/identity.ts'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import type { Password } from '#domain/account/password.ts'
import { type EmailTaken, isProved, type NicknameTaken } from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock } from '../shared/world.ts'
import { type Caller, counted } from './caller.ts'
import { type NewcomerForm, parseNewcomerWithAddress } from './newcomer.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'
import { welcome } from './welcome.ts'

/** What a sign-up through a provider that gives no address asks. */
export type SignUpUnprovedAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'letters' | 'jobs'>
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
  readonly chance: Chance
  readonly clock: Clock
}

/** The typed address has to be proved by mail. The code is told this once; the page behind the link asks for it. */
export type UnprovedSignUp = { readonly is: 'unproved'; readonly userId: UserId; readonly code: string }

const CODE_BYTES = 6

/** The provider gave no address: the typed one gets a pending sign-up that opens to the code and the link together. */
export const signUpUnproved = (
  asks: SignUpUnprovedAsks,
  { provider, subject }: Subject,
  form: NewcomerForm,
  caller: Caller,
): Outcome<UnprovedSignUp, InvalidFields | EmailTaken | NicknameTaken | TooManyAttempts> =>
  safeTry(async function* () {
    const profile = yield* parseNewcomerWithAddress(form)
    const { email } = profile
    yield* counted(asks.rateLimiter, { limited: 'sign-up', caller, email })
    const code = Array.from(asks.chance.bytes(CODE_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')
    const passwordHash = yield* asks.passwordHasher.hash(code as Password)
    return asks.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { users } = transaction
        const ofAddress = yield* users.ofAddress(email)
        if (ofAddress.some(isProved)) return err({ type: 'EmailTaken', email } as const)
        if ((yield* users.provedByNickname(profile.nickname)) !== null)
          return err({ type: 'NicknameTaken', nickname: profile.nickname } as const)
        const now = asks.clock.now()
        const account = { ...profile, passwordHash, createdAt: now, origin: provider }
        const newcomer = yield* users.add({ ...account, state: 'pending', subject: { provider, subject } })
        yield* welcome(transaction, newcomer, ofAddress.length > 0, caller)
        return ok({ is: 'unproved', userId: newcomer.id, code } as const)
      }),
    )
  })
