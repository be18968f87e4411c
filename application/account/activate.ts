import { err, ok, safeTry } from 'neverthrow'
import type { IdentityTaken } from '#domain/account/identity.ts'
import { type Nickname, parseNickname } from '#domain/account/nickname.ts'
import { parseSubmittedPassword } from '#domain/account/password.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import {
  activate as activated,
  type EmailTaken,
  isVerified,
  type NicknameTaken,
  type PendingUser,
} from '#domain/account/user.ts'
import { type InvalidFields, optional, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest } from '../shared/system.ts'
import { digestOf, keyUnknown, type KeyRefusal, validKey } from './keys.ts'
import type { PasswordHasher } from './ports.ts'

/** The password is not the one that was chosen when the link was requested. */
export type WrongPassword = { readonly type: 'WrongPassword' }

/** Why a link opens nothing. */
export type ActivationRefusal = KeyRefusal | EmailTaken | NicknameTaken | IdentityTaken

type Repositories = 'users' | 'identities' | 'activationKeys'

/** What activating a sign-up needs. */
export type ActivateDependencies = {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly clock: Clock
  readonly digest: Digest
}

/** The pending user that a valid key activates. */
const pendingUserOf = (
  transaction: Pick<Transaction, Repositories>,
  digest: SecretDigest,
  now: Instant,
): Outcome<PendingUser, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* validKey(transaction, digest, ['activation'], now)
    const user = yield* transaction.users.byId(key.userId)
    return user?.state === 'pending' ? ok(user) : err(keyUnknown)
  })

const open = (
  deps: ActivateDependencies,
  digest: SecretDigest,
  nickname?: Nickname,
): Outcome<UserId, ActivationRefusal> =>
  deps.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { users, identities, activationKeys } = transaction
      const now = deps.clock.now()
      const { email } = yield* pendingUserOf(transaction, digest, now)
      const ofAddress = yield* users.ofAddress(email)
      const user = yield* pendingUserOf(transaction, digest, now)
      if (ofAddress.some(isVerified)) return err({ type: 'EmailTaken', email } as const)
      const wanted = nickname ?? user.nickname
      if ((yield* users.verifiedByNickname(wanted)) !== null)
        return err({ type: 'NicknameTaken', nickname: wanted } as const)
      yield* users.save(activated(user, now, wanted))
      if (user.subject !== null) yield* identities.add({ ...user.subject, userId: user.id })
      yield* activationKeys.removeOfUser(user.id)
      yield* users.remove(ofAddress.map((other) => other.id).filter((id) => id !== user.id))
      return ok(user.id)
    }),
  )

/**
 * Activates a sign-up by its key alone, for programs that follow the link. The key works once, and the address's other
 * pending sign-ups are removed.
 */
export const activate =
  (deps: ActivateDependencies) =>
  (key: string): Outcome<UserId, ActivationRefusal> =>
    digestOf(deps.digest, key).andThen((digest) => open(deps, digest))

/** The nickname to greet on the page behind the link. Changes nothing. */
export const showActivation =
  (deps: ActivateDependencies) =>
  (key: string): Outcome<Pick<PendingUser, 'nickname'>, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork
        .run((transaction) => pendingUserOf(transaction, digest, deps.clock.now()))
        .map(({ nickname }) => ({ nickname })),
    )

/** What a person fills in on the page behind the link. */
export type ActivationForm = {
  /** The secret in the link. */
  readonly key: string
  /** The password chosen at that sign-up. */
  readonly password: string
  /** Another nickname, where the chosen one was taken meanwhile. */
  readonly nickname?: string
}

/** Activates a sign-up by its key and its password, which proves that whoever opened the link also signed up. */
export const activateWithPassword =
  (deps: ActivateDependencies & { readonly passwordHasher: PasswordHasher }) =>
  (form: ActivationForm): Outcome<UserId, ActivationRefusal | WrongPassword | InvalidFields> =>
    safeTry(async function* () {
      const given = yield* parseForm({
        password: parseSubmittedPassword(form.password),
        nickname: optional(form.nickname === '' ? undefined : form.nickname, parseNickname),
      })
      const digest = yield* digestOf(deps.digest, form.key)
      const user = yield* deps.unitOfWork.run((transaction) => pendingUserOf(transaction, digest, deps.clock.now()))
      const verified = yield* deps.passwordHasher.verify(given.password, user.passwordHash)
      if (!verified) return err({ type: 'WrongPassword' } as const)
      return open(deps, digest, given.nickname)
    })
