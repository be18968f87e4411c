import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import { parseNewPassword, parseOfferedPassword, parsePasswordAgain } from '#domain/account/password.ts'
import type { PendingChange } from '#domain/account/pending-change.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Session } from '#domain/account/session.ts'
import { isProved, type ProvedUser } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest, Language } from '../shared/world.ts'
import { type Caller, counted } from './caller.ts'
import type { WrongPassword } from './activate.ts'
import { digestOf, keyUnknown, type KeyRefusal, livingKey } from './keys.ts'
import { lockedUser } from './locked-user.ts'
import { orderLetter } from './order-letter.ts'
import type { CommonPasswords, PasswordHasher, RateLimiter } from './ports.ts'
import { replacePassword, type ReplacePasswordReach } from './replace-password.ts'

/** What changing a password asks. */
export type ChangePasswordAsks = {
  readonly unitOfWork: UnitOfWorkOn<keyof ReplacePasswordReach>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly clock: Clock
  readonly digest: Digest
}

/** A new password, typed twice. */
export type NewPasswordForm = { readonly password1?: unknown; readonly password2?: unknown }

/** The new password waits for the link in the mail; until then nothing changes. */
export const askForNewPassword =
  (asks: ChangePasswordAsks & { readonly rateLimiter: RateLimiter }) =>
  (
    session: Session,
    form: NewPasswordForm,
    caller: Caller,
  ): Outcome<void, InvalidFields | NotAuthenticated | TooManyAttempts> =>
    safeTry(async function* () {
      const owner = yield* asks.unitOfWork.run(({ users }) => users.byId(session.userId))
      if (owner?.state !== 'active') return err({ type: 'NotAuthenticated' } as const)
      const isCommon = (password: string) => asks.commonPasswords.includes(password)
      const { password1 } = yield* parseForm({
        password1: parseNewPassword(form.password1, { names: [owner.email, owner.nickname], isCommon }),
        password2: parsePasswordAgain(form.password1, form.password2),
      })
      yield* counted(asks.rateLimiter, { limited: 'new-password', caller, email: owner.email })
      const passwordHash = yield* asks.passwordHasher.hash(password1)
      const { language } = caller
      return asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const current = yield* lockedUser(transaction, owner.id)
          const isOpen = (yield* transaction.sessions.byDigest(session.digest)) !== null
          if (current?.state !== 'active' || !isOpen) return err({ type: 'NotAuthenticated' } as const)
          const now = asks.clock.now()
          const kind = current.passwordHash === null ? 'add' : 'change'
          const waiting = { userId: owner.id, kind, passwordHash, askedFrom: session.id, askedAt: now } as const
          const { id: changeId } = yield* transaction.pendingChanges.put(waiting)
          const letter = kind === 'add' ? 'add-password' : 'change-password'
          yield* orderLetter(transaction, { kind: letter, userId: owner.id, changeId, language, now })
          return ok()
        }),
      )
    })

type Waiting = { readonly owner: ProvedUser; readonly change: PendingChange }

const waiting = (
  asks: ChangePasswordAsks,
  reach: ReplacePasswordReach,
  digest: SecretDigest,
): Outcome<Waiting, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* livingKey(reach, digest, ['add-password', 'change-password'], asks.clock.now())
    const change = key.changeId === null ? null : yield* reach.pendingChanges.byId(key.changeId)
    const owner = yield* reach.users.byId(key.userId)
    return change === null || owner === null || !isProved(owner) ? err(keyUnknown) : ok({ owner, change })
  })

const confirm = (asks: ChangePasswordAsks, digest: SecretDigest, language: Language): Outcome<UserId, KeyRefusal> =>
  asks.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { owner, change } = yield* waiting(asks, transaction, digest)
      const { passwordHash, askedFrom: kept } = change
      yield* replacePassword(transaction, { user: owner, passwordHash, kept, language, now: asks.clock.now() })
      return ok(owner.id)
    }),
  )

/** A program follows the link: the password that waits is the account's. */
export const confirmPasswordByLink =
  (asks: ChangePasswordAsks) =>
  (rawKey: unknown, language: Language): Outcome<UserId, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) => confirm(asks, digest, language))

/** Whose page it is; nothing changes. */
export const showPasswordChange =
  (asks: ChangePasswordAsks) =>
  (rawKey: unknown): Outcome<Pick<ProvedUser, 'nickname'>, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) =>
      asks.unitOfWork
        .run((transaction) => waiting(asks, transaction, digest))
        .map(({ owner: { nickname } }) => ({ nickname })),
    )

/** The page behind the link as it was sent. */
export type ConfirmPasswordForm = { readonly activation_key?: unknown; readonly password?: unknown }

/** A person opens the link and proves, by the password that waits, that the change is theirs. */
export const confirmPasswordByForm =
  (asks: ChangePasswordAsks) =>
  (form: ConfirmPasswordForm, language: Language): Outcome<UserId, KeyRefusal | WrongPassword | InvalidFields> =>
    safeTry(async function* () {
      const { password } = yield* parseForm({ password: parseOfferedPassword(form.password) })
      const digest = yield* digestOf(asks.digest, form.activation_key)
      const { change } = yield* asks.unitOfWork.run((transaction) => waiting(asks, transaction, digest))
      const proved = yield* asks.passwordHasher.verify(password, change.passwordHash)
      return proved ? confirm(asks, digest, language) : err({ type: 'WrongPassword' } as const)
    })
