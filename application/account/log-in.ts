import { err, ok, okAsync, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import { type Password, parseOfferedPassword } from '#domain/account/password.ts'
import { type AccountSuspended, isProved, type PendingUser, type User } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionAsks, type LoggedIn } from './begin-session.ts'
import { type Caller, counted, notUsedUp } from './caller.ts'
import { orderLetter } from './order-letter.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'

/** Address or password is wrong; which of them is not told. */
export type WrongCredentials = { readonly type: 'WrongCredentials' }
/** The password is right but the link in the mail has not been opened. */
export type ActivationPending = { readonly type: 'ActivationPending' }

/** A login as it was sent. */
export type LogInForm = { readonly email?: unknown; readonly password?: unknown }

/** What logging in asks. */
export type LogInAsks = BeginSessionAsks & {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'sessions' | 'letters' | 'jobs'>
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
}

const wrong = { type: 'WrongCredentials' } as const

/** Pending sign-ups whose password is tried; the newest, so that nobody makes a login slow by signing up often. */
const MOST_TRIED = 5

const candidates = (ofAddress: readonly User[]): readonly (User | null)[] => {
  const proved = ofAddress.filter(isProved)
  const tried = proved.length > 0 ? proved : ofAddress.filter((user) => user.state === 'pending').slice(-MOST_TRIED)
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

/** The user as it is now, after the time that its password took; its address is locked. */
const current = ({ users }: Pick<Transaction, 'users'>, user: User): Outcome<User | undefined> =>
  users.ofAddress(user.email).map((all) => all.find(({ id }) => id === user.id))

/** The letter goes out again, unless it has just done so; that it was asked for too soon is nobody's concern. */
const mailAgain = (asks: LogInAsks, user: PendingUser, caller: Caller): Outcome<void> =>
  counted(asks.rateLimiter, { limited: 'resend', caller, email: user.email })
    .andThen(() =>
      asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const { id: userId } = user
          if ((yield* current(transaction, user))?.state !== 'pending') return ok()
          return orderLetter(transaction, {
            kind: 'activation',
            userId,
            language: caller.language,
            now: asks.clock.now(),
          })
        }),
      ),
    )
    .orElse((refusal) => (refusal.type === 'TooManyAttempts' ? okAsync(undefined) : err(refusal)))

const begin = (asks: LogInAsks, user: User, caller: Caller): Outcome<LoggedIn, WrongCredentials | AccountSuspended> =>
  asks.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const now = yield* current(transaction, user)
      if (now === undefined || !isProved(now) || now.passwordHash !== user.passwordHash) return err(wrong)
      return beginSession(asks, transaction, now, caller)
    }),
  )

/** What a login may be refused for. */
export type LogInRefusal = InvalidFields | WrongCredentials | ActivationPending | AccountSuspended | TooManyAttempts

/**
 * Opens a session beside those that are open already. An unknown address takes the work of a wrong password. Only failures
 * are counted. A pending user's right password sends the activation mail again.
 */
export const logIn =
  (asks: LogInAsks) =>
  (form: LogInForm, caller: Caller): Outcome<LoggedIn, LogInRefusal> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        email: parseEmailAddress(form.email),
        password: parseOfferedPassword(form.password),
      })
      const attempt = { limited: 'log-in', caller, email: given.email } as const
      yield* notUsedUp(asks.rateLimiter, attempt)
      const ofAddress = yield* asks.unitOfWork.run(({ users }) => users.ofAddress(given.email))
      const found = await whoseUser(asks, ofAddress, given.password)
      if (found.isErr() && found.error.type === 'WrongCredentials') yield* counted(asks.rateLimiter, attempt)
      const user = yield* found
      // Guesses that came all at once all passed the first look: what the wrong ones among them used up counts for the right one.
      yield* notUsedUp(asks.rateLimiter, attempt)
      if (isProved(user)) return begin(asks, user, caller)
      yield* mailAgain(asks, user, caller)
      return err({ type: 'ActivationPending' } as const)
    })
