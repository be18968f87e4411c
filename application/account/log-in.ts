import { err, ok, okAsync, safeTry } from 'neverthrow'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import { type Password, parseSubmittedPassword } from '#domain/account/password.ts'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { type AccountSuspended, isVerified, type User } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionDependencies, type LoggedIn } from './begin-session.ts'
import { ANONYMOUS, type Caller, consumeLimit, checkLimit } from './caller.ts'
import { type MailRequest, queueMail } from './queue-mail.ts'
import type { CredentialReader, Credentials } from './credentials.ts'
import type { PasswordHasher, RateLimiter } from './ports.ts'

/** Address or password is wrong; which of them is not told. */
export type WrongCredentials = { readonly type: 'WrongCredentials' }
/** The password is right but the link in the mail, to the account or to a first password of it, has not been opened. */
export type ActivationPending = { readonly type: 'ActivationPending' }

/** Who logs in. */
export type LogInForm = { readonly email: string; readonly password: string }

/** What logging in asks. */
export type LogInDependencies = BeginSessionDependencies & {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'sessions' | 'pendingChanges' | 'queuedMails' | 'jobs'>
  readonly credentials: CredentialReader
  readonly passwordHasher: PasswordHasher
  readonly rateLimiter: RateLimiter
}

const wrong = { type: 'WrongCredentials' } as const

/** Pending sign-ups whose password is tried; the newest, so that nobody makes a login slow by signing up often. */
const MAX_SIGN_UPS_TRIED = 5

/** One who is compared with the password: where there is nobody, the same work is done. */
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

/** The user as it is now, after the time that its password took; its address is locked. */
const current = ({ users }: Pick<Transaction, 'users'>, { id, email }: Candidate): Outcome<User | undefined> =>
  users.ofAddress(email).map((all) => all.find((user) => user.id === id))

/** What was mailed when the password was chosen, if it still waits for its link. */
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

/** The letter goes out again, unless it has just done so; that it was asked for too soon is nobody's concern. */
const mailAgain = (deps: LogInDependencies, user: Candidate, caller: Caller): Outcome<void> =>
  consumeLimit(deps.rateLimiter, { limited: 'resend', caller, email: user.email })
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

/** What a login may be refused for. */
export type LogInRefusal = InvalidFields | WrongCredentials | ActivationPending | AccountSuspended | TooManyAttempts

/**
 * Opens a session beside those that are open already. An unknown address takes the work of a wrong password. Only failures
 * are counted. A right password that waits for a link sends the mail with the link again.
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
      yield* checkLimit(deps.rateLimiter, attempt)
      const found = await matchingUser(deps, given)
      if (found.isErr() && found.error.type === 'WrongCredentials') yield* consumeLimit(deps.rateLimiter, attempt)
      const user = yield* found
      // Guesses that came all at once all passed the first look: what the wrong ones among them used up counts for the right one.
      yield* checkLimit(deps.rateLimiter, attempt)
      if (user.isVerified && user.waiting === null) return begin(deps, user, caller)
      yield* mailAgain(deps, user, caller)
      return err({ type: 'ActivationPending' } as const)
    })
