import { err, ok, safeTry } from 'neverthrow'
import { mayResend } from '#domain/account/activation-key.ts'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { type Password, parseOfferedPassword } from '#domain/account/password.ts'
import { openSession } from '#domain/account/session.ts'
import { SECRET_BYTES, type Secret } from '#domain/account/secret.ts'
import { loggedIn, type User } from '#domain/account/user.ts'
import { instant } from '#domain/shared/instant.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock, Digest, Language } from '../shared/world.ts'
import type { PasswordHasher } from './ports.ts'

/** Address or password is wrong; which of them is not told. */
export type WrongCredentials = { readonly type: 'WrongCredentials' }
/** The password is right but the link in the mail has not been opened. */
export type ActivationPending = { readonly type: 'ActivationPending' }

/** The form as it was sent; any field may be anything. */
export type LogInForm = { readonly email?: unknown; readonly password?: unknown }
/** Who logged in, and the token that opens the new session; it is told here and kept nowhere. */
export type LoggedIn = { readonly userId: UserId; readonly token: Secret }

/** What logging in needs. */
export type LogInAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'activationKeys' | 'sessions' | 'jobs'>
  readonly passwordHasher: PasswordHasher
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
}

const wrong = { type: 'WrongCredentials' } as const

/** Pending sign-ups whose password is tried; the newest, so that nobody makes a login slow by signing up often. */
const MOST_TRIED = 5

const candidates = (ofAddress: readonly User[]): readonly (User | null)[] => {
  const active = ofAddress.filter((user) => user.state === 'active')
  const pending = ofAddress.filter((user) => user.state === 'pending').slice(-MOST_TRIED)
  const tried = active.length > 0 ? active : pending
  return tried.length > 0 ? tried : [null]
}

const whoseUser = (asks: LogInAsks, ofAddress: readonly User[], password: Password): Outcome<User, WrongCredentials> =>
  safeTry(async function* () {
    for (const user of candidates(ofAddress)) {
      const proved = yield* asks.passwordHasher.verify(password, user?.passwordHash ?? null)
      if (proved && user !== null) return ok(user)
    }
    return err(wrong)
  })

const mailAgain = (asks: LogInAsks, user: User, language: Language): Outcome<void> =>
  asks.unitOfWork.run(({ users, activationKeys, jobs }) =>
    safeTry(async function* () {
      const ofAddress = yield* users.ofAddress(user.email)
      const keys = yield* activationKeys.ofUsers(ofAddress.map(({ id }) => id))
      const latest = Math.max(user.createdAt, ...keys.map((key) => key.issuedAt))
      if (mayResend(instant(latest), asks.clock.now())) {
        yield* jobs.add({ type: 'send-activation-mail', userId: user.id, language })
      }
      return ok()
    }),
  )

const begin = (asks: LogInAsks, user: User): Outcome<LoggedIn, WrongCredentials> =>
  asks.unitOfWork.run(({ users, sessions }) =>
    safeTry(async function* () {
      const current = (yield* users.ofAddress(user.email)).find(({ id }) => id === user.id)
      if (current?.state !== 'active' || current.passwordHash !== user.passwordHash) return err(wrong)
      const now = asks.clock.now()
      const bytes = asks.chance.bytes(SECRET_BYTES)
      const { session, token } = openSession({ userId: user.id, now, bytes, digest: asks.digest.secret })
      yield* sessions.add(session)
      yield* users.save(loggedIn(current, now)).mapErr((refusal) => (refusal.type === 'Unavailable' ? refusal : wrong))
      return ok({ userId: user.id, token })
    }),
  )

/**
 * Opens a session beside those that are open already. An unknown address takes the work of a wrong password. A
 * pending user's right password sends the activation mail again, at most every three minutes.
 */
export const logIn =
  (asks: LogInAsks) =>
  (form: LogInForm, language: Language): Outcome<LoggedIn, InvalidFields | WrongCredentials | ActivationPending> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        email: parseEmailAddress(form.email),
        password: parseOfferedPassword(form.password),
      })
      const ofAddress = yield* asks.unitOfWork.run(({ users }) => users.ofAddress(given.email))
      const user = yield* whoseUser(asks, ofAddress, given.password)
      if (user.state === 'active') return begin(asks, user)
      yield* mailAgain(asks, user, language)
      return err({ type: 'ActivationPending' } as const)
    })
