import { err, ok, okAsync, safeTry } from 'neverthrow'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import { type Password, parseSubmittedPassword } from '#domain/account/password.ts'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { type AccountSuspended, isVerified, type User } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionDependencies, type LoggedIn } from './begin-session.ts'
import { ANONYMOUS, type Caller, countAttempt, checkRateLimit } from './caller.ts'
import { type MailRequest, queueMail } from './queue-mail.ts'
import type { CredentialReader, Credentials } from './credentials.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'

/** Address or password is wrong. Which of the two is not revealed. */
export type WrongCredentials = { readonly type: 'WrongCredentials' }
/**
 * The password is right, but the link in the mail that activates the account or its first password was not opened yet.
 */
export type ActivationPending = { readonly type: 'ActivationPending' }

/** Who logs in. */
export type LogInForm = { readonly email: string; readonly password: string }

/** What logging in needs. */
export type LogInDependencies = BeginSessionDependencies & {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'sessions' | 'pendingChanges' | 'queuedMails' | 'jobs'>
  readonly credentials: CredentialReader
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
}

const wrong = { type: 'WrongCredentials' } as const

/**
 * How many pending sign-ups of an address are tried, newest first, so that nobody can slow a login down by signing up
 * often.
 */
const MAX_SIGN_UPS_TRIED = 5

/** A user whose password is compared. */
type Candidate = Credentials & { readonly email: EmailAddress }

const candidates = (ofAddress: readonly Credentials[]): readonly (Credentials | null)[] => {
  const verified = ofAddress.filter((one) => one.isVerified)
  const tried = verified.length > 0 ? verified : ofAddress
  return tried.length > 0 ? tried : [null]
}

const matchingUser = (
  deps: LogInDependencies,
  { email, password }: { readonly email: EmailAddress; readonly password: Password },
): Outcome<Candidate, WrongCredentials> =>
  safeTry(async function* () {
    const ofAddress = yield* deps.credentials.ofAddress(email, MAX_SIGN_UPS_TRIED)
    for (const one of candidates(ofAddress)) {
      const hash = one?.passwordHash ?? one?.waiting?.passwordHash ?? null
      const verified = yield* deps.passwordHasher.verify(password, hash)
      if (verified && one !== null) return ok({ ...one, email })
    }
    return err(wrong)
  })

/** The user, read again after hashing and with its address locked. */
const current = ({ users }: Pick<Transaction, 'users'>, { id, email }: Candidate): Outcome<User | undefined> =>
  users.ofAddress(email).map((all) => all.find((user) => user.id === id))

/** The mail that was sent when the password was chosen, if its link was not opened yet. */
const mailToResend = (
  transaction: Pick<Transaction, 'users' | 'pendingChanges'>,
  user: Candidate,
): Outcome<Pick<MailRequest, 'kind' | 'userId' | 'changeId'> | null> =>
  safeTry(async function* () {
    const { id: userId } = user
    const now = yield* current(transaction, user)
    if (user.waiting === null) return ok(now?.state === 'pending' ? ({ kind: 'activation', userId } as const) : null)
    const { changeId } = user.waiting
    const waits = now?.state === 'active' && (yield* transaction.pendingChanges.byId(changeId)) !== null
    return ok(waits ? ({ kind: 'add-password', userId, changeId } as const) : null)
  })

/** Sends the mail again unless it was sent just now; that it was requested too soon is not reported, nor what is left. */
const mailAgain = (deps: LogInDependencies, user: Candidate, caller: Caller): Outcome<void> =>
  countAttempt(deps.rateLimiter, { limited: 'resend', caller: { ...caller, onQuota: undefined }, email: user.email })
    .andThen(() =>
      deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const queuedMail = yield* mailToResend(transaction, user)
          const { language } = caller
          return queuedMail === null ? ok() : queueMail(transaction, { ...queuedMail, language, now: deps.clock.now() })
        }),
      ),
    )
    .orElse((refusal) => (refusal.type === 'TooManyAttempts' ? okAsync(undefined) : err(refusal)))

const begin = (
  deps: LogInDependencies,
  user: Candidate,
  caller: Caller,
): Outcome<LoggedIn, WrongCredentials | AccountSuspended> =>
  deps.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const now = yield* current(transaction, user)
      if (now === undefined || !isVerified(now) || now.passwordHash !== user.passwordHash) return err(wrong)
      return beginSession(deps, transaction, now, caller)
    }),
  )

/** Why a login is refused. */
export type LogInRefusal = InvalidFields | WrongCredentials | ActivationPending | AccountSuspended | TooManyAttempts

/**
 * Opens a session; others stay open. An unknown address takes as long as a wrong password, and only failures are
 * counted. A right password that waits for a link sends the mail with the link again.
 */
export const logIn =
  (deps: LogInDependencies) =>
  (form: LogInForm, caller: Caller = ANONYMOUS): Outcome<LoggedIn, LogInRefusal> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        email: parseEmailAddress(form.email),
        password: parseSubmittedPassword(form.password),
      })
      const attempt = { limited: 'log-in', caller, email: given.email } as const
      yield* checkRateLimit(deps.rateLimiter, attempt)
      const found = await matchingUser(deps, given)
      if (found.isErr() && found.error.type === 'WrongCredentials') yield* countAttempt(deps.rateLimiter, attempt)
      const user = yield* found
      // Guesses sent all at once pass the first check together, so the limit is checked again once the wrong ones are counted.
      yield* checkRateLimit(deps.rateLimiter, attempt)
      if (user.isVerified && user.waiting === null) return begin(deps, user, caller)
      yield* mailAgain(deps, user, caller)
      return err({ type: 'ActivationPending' } as const)
    })
