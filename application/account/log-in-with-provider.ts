import { err, ok, safeTry } from 'neverthrow'
import type { IdentityTaken, VerifiedIdentity } from '#domain/account/identity.ts'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import {
  type AccountSuspended,
  type EmailTaken,
  newlyVerified,
  isVerified,
  type NicknameTaken,
  type VerifiedUser,
} from '#domain/account/user.ts'
import { type InvalidFields, type Parsed, parseForm } from '#domain/shared/fields.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionDependencies, type LoggedIn } from './begin-session.ts'
import { ANONYMOUS, type Caller, countAttempt, checkRateLimit } from './caller.ts'
import { lockedUser } from './locked-user.ts'
import { type NewUserForm, parseNewUser } from './new-user-form.ts'
import type { FacebookTokens, GoogleTokens, ProviderRefused } from './ports.ts'
import { signUpUnverified, type SignUpUnverifiedDependencies, type UnverifiedSignUp } from './sign-up-unverified.ts'

type Repositories = 'users' | 'identities' | 'sessions' | 'queuedMails' | 'jobs'

/** What logging in through a provider needs. */
export type LogInWithProviderDependencies = BeginSessionDependencies &
  Omit<SignUpUnverifiedDependencies, 'unitOfWork'> & {
    readonly unitOfWork: UnitOfWorkOn<Repositories>
    readonly google: GoogleTokens
    readonly facebook: FacebookTokens
  }

/**
 * `known`: the account existed. `new`: it was created. `unverified`: the typed address must be verified by mail first.
 */
export type ProviderLogin = (LoggedIn & { readonly is: 'known' | 'new' }) | UnverifiedSignUp

/** Why the account was not opened. */
type EnterRefusal = InvalidFields | AccountSuspended | EmailTaken | NicknameTaken | IdentityTaken | TooManyAttempts

/** Why a login through a provider is refused. */
export type ProviderLoginRefusal = ProviderRefused | EnterRefusal

/** In UTF-16 units; the tokens of both providers are ASCII. */
export const MAX_TOKEN_LENGTH = 8192

const parseToken = (raw: unknown): Parsed<string> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  return raw.length > MAX_TOKEN_LENGTH ? err({ code: 'TOO_LONG', maximum: MAX_TOKEN_LENGTH }) : ok(raw)
}

/**
 * The account linked to this identity, or the one with the address that the provider verified; the identity is linked
 * to it then.
 */
const known = (
  repositories: Pick<Transaction, Repositories>,
  { email, provider, subject }: VerifiedIdentity,
): Outcome<VerifiedUser | null, IdentityTaken> =>
  safeTry(async function* () {
    const identity = yield* repositories.identities.bySubject({ provider, subject })
    if (identity !== null) {
      const user = yield* lockedUser(repositories, identity.userId)
      return ok(user !== null && isVerified(user) ? user : null)
    }
    const owner = email === null ? undefined : (yield* repositories.users.ofAddress(email)).find(isVerified)
    if (owner === undefined) return ok(null)
    yield* repositories.identities.add({ provider, subject, userId: owner.id })
    return ok(owner)
  })

/** Opens the account or creates it; `null` if there is none and no verified address to create one for. */
const openOrMake = (
  deps: LogInWithProviderDependencies,
  verified: VerifiedIdentity,
  form: NewUserForm,
  caller: Caller,
): Outcome<ProviderLogin | null, EnterRefusal> =>
  deps.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { users, identities } = transaction
      const user = yield* known(transaction, verified)
      if (user !== null)
        return beginSession(deps, transaction, user, caller).map((login) => ({ ...login, is: 'known' as const }))
      const { email, provider, subject } = verified
      if (email === null) return ok(null)
      const profile = yield* parseNewUser(form)
      if ((yield* users.verifiedByNickname(profile.nickname)) !== null)
        return err({ type: 'NicknameTaken', nickname: profile.nickname } as const)
      // An address without users locks nothing, so an account may have been created since `known` looked: it stays.
      const pending = (yield* users.ofAddress(email)).filter((one) => !isVerified(one))
      yield* users.remove(pending.map(({ id }) => id))
      const now = deps.clock.now()
      const account = { ...profile, ...newlyVerified(now), email, passwordHash: null, createdAt: now }
      const made = yield* users.add({ ...account, origin: provider })
      yield* identities.add({ provider, subject, userId: made.id })
      return beginSession(deps, transaction, made, caller).map((login) => ({ ...login, is: 'new' as const }))
    }),
  )

const RACED: ReadonlySet<string> = new Set(['EmailTaken', 'NicknameTaken', 'IdentityTaken'])

/** Of two first logins at once, one creates the account and the other finds it when it runs again. */
const openOrMakeOnce: typeof openOrMake = (...given) =>
  openOrMake(...given).orElse((refusal: Unavailable | EnterRefusal) =>
    RACED.has(refusal.type) ? openOrMake(...given) : err(refusal),
  )

const enter = (
  deps: LogInWithProviderDependencies,
  verified: VerifiedIdentity,
  form: NewUserForm,
  caller: Caller,
): Outcome<ProviderLogin, EnterRefusal> =>
  safeTry(async function* () {
    const entered = yield* openOrMakeOnce(deps, verified, form, caller)
    return entered === null ? signUpUnverified(deps, verified, form, caller) : ok(entered)
  })

/**
 * Counts only tokens that the provider refuses. A client that was refused too often is turned away without asking the
 * provider.
 */
const verifyWithProvider = (
  { rateLimiter }: Pick<LogInWithProviderDependencies, 'rateLimiter'>,
  caller: Caller,
  verify: () => Outcome<VerifiedIdentity, ProviderRefused>,
): Outcome<VerifiedIdentity, ProviderRefused | TooManyAttempts> =>
  safeTry(async function* () {
    const attempt = { limited: 'provider-log-in', caller, email: null } as const
    yield* checkRateLimit(rateLimiter, attempt)
    const verified = await verify()
    if (verified.isErr() && verified.error.type === 'ProviderRefused') yield* countAttempt(rateLimiter, attempt)
    return verified
  })

/** Logs in with a Google ID token: by its subject, by its verified address, or into a new account. */
export const logInWithGoogle =
  (deps: LogInWithProviderDependencies) =>
  (
    form: NewUserForm & { readonly token: string },
    caller: Caller = ANONYMOUS,
  ): Outcome<ProviderLogin, ProviderLoginRefusal> =>
    safeTry(async function* () {
      const { token } = yield* parseForm({ token: parseToken(form.token) })
      const verified = yield* verifyWithProvider(deps, caller, () => deps.google.verify(token))
      return enter(deps, verified, form, caller)
    })

/** The same for Facebook, which may give no address. */
export const logInWithFacebook =
  (deps: LogInWithProviderDependencies) =>
  (
    form: NewUserForm & { readonly accessToken: string; readonly facebookUserId: string },
    caller: Caller = ANONYMOUS,
  ): Outcome<ProviderLogin, ProviderLoginRefusal> =>
    safeTry(async function* () {
      const { accessToken: token, facebookUserId: userId } = yield* parseForm({
        accessToken: parseToken(form.accessToken),
        facebookUserId: parseToken(form.facebookUserId),
      })
      const verified = yield* verifyWithProvider(deps, caller, () => deps.facebook.verify(token, userId))
      return enter(deps, verified, form, caller)
    })
