import { err, ok, okAsync, safeTry } from 'neverthrow'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import { type Password, parseOfferedPassword } from '#domain/account/password.ts'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { type AccountSuspended, isProved, type User } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionAsks, type LoggedIn } from './begin-session.ts'
import { type Caller, counted, notUsedUp } from './caller.ts'
import { type LetterOrder, orderLetter } from './order-letter.ts'
import type { CredentialReader, Credentials } from './credentials.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'

/** Address or password is wrong; which of them is not told. */
export type WrongCredentials = { readonly type: 'WrongCredentials' }
/** The password is right but the link in the mail, to the account or to a first password of it, has not been opened. */
export type ActivationPending = { readonly type: 'ActivationPending' }

/** A login as it was sent. */
export type LogInForm = { readonly email?: unknown; readonly password?: unknown }

/** What logging in asks. */
export type LogInAsks = BeginSessionAsks & {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'sessions' | 'pendingChanges' | 'letters' | 'jobs'>
  readonly credentials: CredentialReader
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
}

const wrong = { type: 'WrongCredentials' } as const

/** Pending sign-ups whose password is tried; the newest, so that nobody makes a login slow by signing up often. */
const MOST_TRIED = 5

/** One who is compared with the password: where there is nobody, the same work is done. */
type Candidate = Credentials & { readonly email: EmailAddress }

const candidates = (ofAddress: readonly Credentials[]): readonly (Credentials | null)[] => {
  const proved = ofAddress.filter((one) => one.isProved)
  const tried = proved.length > 0 ? proved : ofAddress
  return tried.length > 0 ? tried : [null]
}

const whoseUser = (
  asks: LogInAsks,
  { email, password }: { readonly email: EmailAddress; readonly password: Password },
): Outcome<Candidate, WrongCredentials> =>
  safeTry(async function* () {
    const ofAddress = yield* asks.credentials.ofAddress(email, MOST_TRIED)
    for (const one of candidates(ofAddress)) {
      const hash = one?.passwordHash ?? one?.waiting?.passwordHash ?? null
      const proved = yield* asks.passwordHasher.verify(password, hash)
      if (proved && one !== null) return ok({ ...one, email })
    }
    return err(wrong)
  })

/** The user as it is now, after the time that its password took; its address is locked. */
const current = ({ users }: Pick<Transaction, 'users'>, { id, email }: Candidate): Outcome<User | undefined> =>
  users.ofAddress(email).map((all) => all.find((user) => user.id === id))

/** What was mailed when the password was chosen, if it still waits for its link. */
const letterAgain = (
  transaction: Pick<Transaction, 'users' | 'pendingChanges'>,
  user: Candidate,
): Outcome<Pick<LetterOrder, 'kind' | 'userId' | 'changeId'> | null> =>
  safeTry(async function* () {
    const { id: userId } = user
    const now = yield* current(transaction, user)
    if (user.waiting === null) return ok(now?.state === 'pending' ? ({ kind: 'activation', userId } as const) : null)
    const { changeId } = user.waiting
    const waits = now?.state === 'active' && (yield* transaction.pendingChanges.byId(changeId)) !== null
    return ok(waits ? ({ kind: 'add-password', userId, changeId } as const) : null)
  })

/** The letter goes out again, unless it has just done so; that it was asked for too soon is nobody's concern. */
const mailAgain = (asks: LogInAsks, user: Candidate, caller: Caller): Outcome<void> =>
  counted(asks.rateLimiter, { limited: 'resend', caller, email: user.email })
    .andThen(() =>
      asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const letter = yield* letterAgain(transaction, user)
          const { language } = caller
          return letter === null ? ok() : orderLetter(transaction, { ...letter, language, now: asks.clock.now() })
        }),
      ),
    )
    .orElse((refusal) => (refusal.type === 'TooManyAttempts' ? okAsync(undefined) : err(refusal)))

const begin = (
  asks: LogInAsks,
  user: Candidate,
  caller: Caller,
): Outcome<LoggedIn, WrongCredentials | AccountSuspended> =>
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
 * are counted. A right password that waits for a link sends the mail with the link again.
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
      const found = await whoseUser(asks, given)
      if (found.isErr() && found.error.type === 'WrongCredentials') yield* counted(asks.rateLimiter, attempt)
      const user = yield* found
      // Guesses that came all at once all passed the first look: what the wrong ones among them used up counts for the right one.
      yield* notUsedUp(asks.rateLimiter, attempt)
      if (user.isProved && user.waiting === null) return begin(asks, user, caller)
      yield* mailAgain(asks, user, caller)
      return err({ type: 'ActivationPending' } as const)
    })
