import { err, ok, safeTry } from 'neverthrow'
import type { IdentityTaken, ProvedIdentity } from '#domain/account/identity.ts'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import {
  type AccountSuspended,
  type EmailTaken,
  freshlyProved,
  isProved,
  type NicknameTaken,
  type ProvedUser,
} from '#domain/account/user.ts'
import { type InvalidFields, type Parsed, parseForm } from '#domain/shared/fields.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { beginSession, type BeginSessionAsks, type LoggedIn } from './begin-session.ts'
import { type Caller, counted, notUsedUp } from './caller.ts'
import { lockedUser } from './locked-user.ts'
import { type NewcomerForm, parseNewcomer } from './newcomer.ts'
import type { FacebookTokens, GoogleTokens, ProviderRefused } from './ports.ts'
import { signUpUnproved, type SignUpUnprovedAsks, type UnprovedSignUp } from './sign-up-unproved.ts'

type Reach = 'users' | 'identities' | 'sessions' | 'letters' | 'jobs'

/** What logging in through a provider asks. */
export type LogInWithProviderAsks = BeginSessionAsks &
  Omit<SignUpUnprovedAsks, 'unitOfWork'> & {
    readonly unitOfWork: UnitOfWorkOn<Reach>
    readonly google: GoogleTokens
    readonly facebook: FacebookTokens
  }

/** `known`: the account was there. `new`: it was made. `unproved`: the typed address has to be proved by mail first. */
export type ProviderLogin = (LoggedIn & { readonly is: 'known' | 'new' }) | UnprovedSignUp

/** Why the account did not open. */
type EnterRefusal = InvalidFields | AccountSuspended | EmailTaken | NicknameTaken | IdentityTaken | TooManyAttempts

/** Why a login through a provider is refused. */
export type ProviderLoginRefusal = ProviderRefused | EnterRefusal

/** In UTF-16 units; the tokens of both providers are ASCII. */
export const LONGEST_TOKEN = 8192

const parseToken = (raw: unknown): Parsed<string> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  return raw.length > LONGEST_TOKEN ? err({ code: 'TOO_LONG', maximum: LONGEST_TOKEN }) : ok(raw)
}

/** An account that opens to this person, or the one that has the address the provider proved; it opens to both then. */
const known = (
  reach: Pick<Transaction, Reach>,
  { email, provider, subject }: ProvedIdentity,
): Outcome<ProvedUser | null, IdentityTaken> =>
  safeTry(async function* () {
    const identity = yield* reach.identities.bySubject({ provider, subject })
    if (identity !== null) {
      const user = yield* lockedUser(reach, identity.userId)
      return ok(user !== null && isProved(user) ? user : null)
    }
    const owner = email === null ? undefined : (yield* reach.users.ofAddress(email)).find(isProved)
    if (owner === undefined) return ok(null)
    yield* reach.identities.add({ provider, subject, userId: owner.id })
    return ok(owner)
  })

/** Opens the account, or makes it; `null` where there is none and no proved address to make one of. */
const openOrMake = (
  asks: LogInWithProviderAsks,
  proved: ProvedIdentity,
  form: NewcomerForm,
  caller: Caller,
): Outcome<ProviderLogin | null, EnterRefusal> =>
  asks.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { users, identities } = transaction
      const user = yield* known(transaction, proved)
      if (user !== null)
        return beginSession(asks, transaction, user, caller).map((login) => ({ ...login, is: 'known' as const }))
      const { email, provider, subject } = proved
      if (email === null) return ok(null)
      const profile = yield* parseNewcomer(form)
      if ((yield* users.provedByNickname(profile.nickname)) !== null)
        return err({ type: 'NicknameTaken', nickname: profile.nickname } as const)
      // Where the address had no user to lock, an account may have come to be since `known` looked: that one stays.
      const pending = (yield* users.ofAddress(email)).filter((one) => !isProved(one))
      yield* users.remove(pending.map(({ id }) => id))
      const now = asks.clock.now()
      const account = { ...profile, ...freshlyProved(now), email, passwordHash: null, createdAt: now }
      const made = yield* users.add({ ...account, origin: provider })
      yield* identities.add({ provider, subject, userId: made.id })
      return beginSession(asks, transaction, made, caller).map((login) => ({ ...login, is: 'new' as const }))
    }),
  )

const RACED: ReadonlySet<string> = new Set(['EmailTaken', 'NicknameTaken', 'IdentityTaken'])

/** Two first logins at once: one makes the account, and the other, run again, finds it. */
const openOrMakeOnce: typeof openOrMake = (...given) =>
  openOrMake(...given).orElse((refusal: Unavailable | EnterRefusal) =>
    RACED.has(refusal.type) ? openOrMake(...given) : err(refusal),
  )

const enter = (
  asks: LogInWithProviderAsks,
  proved: ProvedIdentity,
  form: NewcomerForm,
  caller: Caller,
): Outcome<ProviderLogin, EnterRefusal> =>
  safeTry(async function* () {
    const entered = yield* openOrMakeOnce(asks, proved, form, caller)
    return entered === null ? signUpUnproved(asks, proved, form, caller) : ok(entered)
  })

/** Only what the provider refuses is counted; a client that was refused too often is not asked about any more. */
const vouched = (
  { rateLimiter }: Pick<LogInWithProviderAsks, 'rateLimiter'>,
  caller: Caller,
  verify: () => Outcome<ProvedIdentity, ProviderRefused>,
): Outcome<ProvedIdentity, ProviderRefused | TooManyAttempts> =>
  safeTry(async function* () {
    const attempt = { limited: 'provider-log-in', caller, email: null } as const
    yield* notUsedUp(rateLimiter, attempt)
    const proved = await verify()
    if (proved.isErr() && proved.error.type === 'ProviderRefused') yield* counted(rateLimiter, attempt)
    return proved
  })

/** The account that Google's token proves: known by its subject, found by its verified address, or made. */
export const logInWithGoogle =
  (asks: LogInWithProviderAsks) =>
  (form: NewcomerForm & { readonly token?: unknown }, caller: Caller): Outcome<ProviderLogin, ProviderLoginRefusal> =>
    safeTry(async function* () {
      const { token } = yield* parseForm({ token: parseToken(form.token) })
      const proved = yield* vouched(asks, caller, () => asks.google.verify(token))
      return enter(asks, proved, form, caller)
    })

/** The same for Facebook, whose people may have no address. */
export const logInWithFacebook =
  (asks: LogInWithProviderAsks) =>
  (
    form: NewcomerForm & { readonly access_token?: unknown; readonly facebook_user_id?: unknown },
    caller: Caller,
  ): Outcome<ProviderLogin, ProviderLoginRefusal> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        access_token: parseToken(form.access_token),
        facebook_user_id: parseToken(form.facebook_user_id),
      })
      const { access_token: token, facebook_user_id: userId } = given
      const proved = yield* vouched(asks, caller, () => asks.facebook.verify(token, userId))
      return enter(asks, proved, form, caller)
    })
