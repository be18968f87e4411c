import { err, ok, safeTry } from 'neverthrow'
import type { IdentityTaken } from '#domain/account/identity.ts'
import { type Nickname, parseNickname } from '#domain/account/nickname.ts'
import { parseOfferedPassword } from '#domain/account/password.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { activate, type EmailTaken, isProved, type NicknameTaken, type PendingUser } from '#domain/account/user.ts'
import { type InvalidFields, optional, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/world.ts'
import { digestOf, keyUnknown, type KeyRefusal, livingKey } from './keys.ts'
import type { PasswordHasher } from './ports.ts'

/** The password is not the one chosen when the link was asked for. */
export type WrongPassword = { readonly type: 'WrongPassword' }

/** Why a link opens nothing. */
export type ActivationRefusal = KeyRefusal | EmailTaken | NicknameTaken | IdentityTaken

type Reach = 'users' | 'identities' | 'activationKeys'

/** What opening a sign-up asks. */
export type ActivateAsks = {
  readonly unitOfWork: UnitOfWorkOn<Reach>
  readonly clock: Clock
  readonly digest: Digest
}

/** The pending user that a living key opens. */
const whoseKey = (
  transaction: Pick<Transaction, Reach>,
  digest: SecretDigest,
  now: Instant,
): Outcome<PendingUser, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* livingKey(transaction, digest, ['activation'], now)
    const user = yield* transaction.users.byId(key.userId)
    return user?.state === 'pending' ? ok(user) : err(keyUnknown)
  })

const open = (asks: ActivateAsks, digest: SecretDigest, nickname?: Nickname): Outcome<UserId, ActivationRefusal> =>
  asks.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { users, identities, activationKeys } = transaction
      const now = asks.clock.now()
      const { email } = yield* whoseKey(transaction, digest, now)
      const ofAddress = yield* users.ofAddress(email)
      const user = yield* whoseKey(transaction, digest, now)
      if (ofAddress.some(isProved)) return err({ type: 'EmailTaken', email } as const)
      const wanted = nickname ?? user.nickname
      if ((yield* users.provedByNickname(wanted)) !== null)
        return err({ type: 'NicknameTaken', nickname: wanted } as const)
      yield* users.save(activate(user, now, wanted))
      if (user.subject !== null) yield* identities.add({ ...user.subject, userId: user.id })
      yield* activationKeys.removeOfUser(user.id)
      yield* users.remove(ofAddress.map((other) => other.id).filter((id) => id !== user.id))
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
      asks.unitOfWork
        .run((transaction) => whoseKey(transaction, digest, asks.clock.now()))
        .map(({ nickname }) => ({ nickname })),
    )

/** The page behind the link as it was sent. */
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
