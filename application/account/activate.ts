import { err, ok, type Result, safeTry } from 'neverthrow'
import { type ActivationKey, isDead } from '#domain/account/activation-key.ts'
import { type Nickname, parseNickname } from '#domain/account/nickname.ts'
import { parseOfferedPassword } from '#domain/account/password.ts'
import { parseSecret, type SecretDigest } from '#domain/account/secret.ts'
import { activate, type EmailTaken, type NicknameTaken, type PendingUser } from '#domain/account/user.ts'
import { type InvalidFields, optional, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/world.ts'
import type { PasswordHasher } from './ports.ts'

/** There is no such key, or it was used. */
export type ActivationKeyUnknown = { readonly type: 'ActivationKeyUnknown' }
/** Its two days are over; only a new sign-up or login brings another. */
export type ActivationKeyExpired = { readonly type: 'ActivationKeyExpired' }
/** The password is not the one chosen at the sign-up that the key opens. */
export type WrongPassword = { readonly type: 'WrongPassword' }

type KeyRefusal = ActivationKeyUnknown | ActivationKeyExpired
/** Why a key opens nothing. The two last: somebody else became active with the address or nickname first. */
export type ActivationRefusal = KeyRefusal | EmailTaken | NicknameTaken

type Reach = 'users' | 'activationKeys'

/** What opening a sign-up needs. */
export type ActivateAsks = {
  readonly unitOfWork: UnitOfWorkOn<Reach>
  readonly clock: Clock
  readonly digest: Digest
}

const unknown = { type: 'ActivationKeyUnknown' } as const

const digestOf = (digest: Digest, rawKey: unknown): Result<SecretDigest, ActivationKeyUnknown> => {
  const secret = parseSecret(rawKey)
  return secret === null ? err(unknown) : ok(digest.secret(secret))
}

const living = (key: ActivationKey | null, now: Instant): Result<ActivationKey, KeyRefusal> => {
  if (key === null) return err(unknown)
  return isDead(key, now) ? err({ type: 'ActivationKeyExpired' }) : ok(key)
}

/** The pending user that a living key opens. */
const whoseKey = (
  { users, activationKeys }: Pick<Transaction, Reach>,
  digest: SecretDigest,
  now: Instant,
): Outcome<PendingUser, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* living(yield* activationKeys.byDigest(digest), now)
    const user = yield* users.byId(key.userId)
    return user?.state === 'pending' ? ok(user) : err(unknown)
  })

const open = (asks: ActivateAsks, digest: SecretDigest, nickname?: Nickname): Outcome<UserId, ActivationRefusal> =>
  asks.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const now = asks.clock.now()
      const { email } = yield* whoseKey(transaction, digest, now)
      const ofAddress = yield* transaction.users.ofAddress(email)
      const user = yield* whoseKey(transaction, digest, now)
      if (ofAddress.some((other) => other.state === 'active')) return err({ type: 'EmailTaken', email } as const)
      const wanted = nickname ?? user.nickname
      const namesake = yield* transaction.users.activeByNickname(wanted)
      if (namesake !== null) return err({ type: 'NicknameTaken', nickname: wanted } as const)
      yield* transaction.users.save(activate(user, now, wanted))
      yield* transaction.activationKeys.removeOfUser(user.id)
      yield* transaction.users.remove(ofAddress.map((other) => other.id).filter((id) => id !== user.id))
      return ok(user.id)
    }),
  )

/**
 * A program follows the link: the key alone opens the sign-up it was made for, once, and the other pending sign-ups of
 * that address go.
 */
export const activateByLink =
  (asks: ActivateAsks) =>
  (rawKey: unknown): Outcome<UserId, ActivationRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) => open(asks, digest))

/** The name to show on the page behind the link; nothing changes. */
export const showActivation =
  (asks: ActivateAsks) =>
  (rawKey: unknown): Outcome<Pick<PendingUser, 'nickname'>, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) =>
      asks.unitOfWork.run((transaction) => whoseKey(transaction, digest, asks.clock.now())),
    )

/** The form behind the link as it was sent; any field may be anything. */
export type ActivationForm = {
  readonly activation_key?: unknown
  readonly password?: unknown
  /** Another nickname, where the chosen one was taken meanwhile. */
  readonly nickname?: unknown
}

/** A person opens the link and proves with the password that the sign-up is theirs, not a stranger's. */
export const activateByForm =
  (asks: ActivateAsks & { readonly passwordHasher: PasswordHasher }) =>
  (form: ActivationForm): Outcome<UserId, ActivationRefusal | WrongPassword | InvalidFields> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        password: parseOfferedPassword(form.password),
        nickname: optional(form.nickname === '' ? undefined : form.nickname, parseNickname),
      })
      const digest = yield* digestOf(asks.digest, form.activation_key)
      const user = yield* asks.unitOfWork.run((transaction) => whoseKey(transaction, digest, asks.clock.now()))
      const proved = yield* asks.passwordHasher.verify(given.password, user.passwordHash)
      if (!proved) return err({ type: 'WrongPassword' } as const)
      return open(asks, digest, given.nickname)
    })
