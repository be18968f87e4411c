import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import { parseNewPassword, parseSubmittedPassword, parsePasswordAgain } from '#domain/account/password.ts'
import type { PendingChange } from '#domain/account/pending-change.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Session } from '#domain/account/session.ts'
import { isVerified, type VerifiedUser } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest, Language } from '../shared/system.ts'
import { ANONYMOUS, type Caller, countAttempt } from './caller.ts'
import type { WrongPassword } from './activate.ts'
import { digestOf, keyUnknown, type KeyRefusal, validKey } from './keys.ts'
import { lockedUser } from './locked-user.ts'
import { queueMail } from './queue-mail.ts'
import type { CommonPasswords, PasswordHasher, RateLimiter } from './ports.ts'
import { replacePassword, type ReplacePasswordRepositories } from './replace-password.ts'

/** What changing a password needs. */
export type ChangePasswordDependencies = {
  readonly unitOfWork: UnitOfWorkOn<keyof ReplacePasswordRepositories>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly clock: Clock
  readonly digest: Digest
}

/** A new password, and the second time that it was typed, if it was. */
export type NewPasswordForm = { readonly newPassword: string; readonly newPasswordAgain?: string }

/** Stores the new password until the link in the mail is opened. Until then nothing changes. */
export const changePassword =
  (deps: ChangePasswordDependencies & { readonly rateLimiter: RateLimiter }) =>
  (
    session: Session,
    form: NewPasswordForm,
    caller: Caller = ANONYMOUS,
  ): Outcome<void, InvalidFields | NotAuthenticated | TooManyAttempts> =>
    safeTry(async function* () {
      const owner = yield* deps.unitOfWork.run(({ users }) => users.byId(session.userId))
      if (owner?.state !== 'active') return err({ type: 'NotAuthenticated' } as const)
      const isCommon = (password: string) => deps.commonPasswords.includes(password)
      const { newPassword } = yield* parseForm({
        newPassword: parseNewPassword(form.newPassword, { names: [owner.email, owner.nickname], isCommon }),
        newPasswordAgain: parsePasswordAgain(form.newPassword, form.newPasswordAgain),
      })
      yield* countAttempt(deps.rateLimiter, { limited: 'new-password', caller, email: owner.email })
      const passwordHash = yield* deps.passwordHasher.hash(newPassword)
      const { language } = caller
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const current = yield* lockedUser(transaction, owner.id)
          const isOpen = (yield* transaction.sessions.byDigest(session.digest)) !== null
          if (current?.state !== 'active' || !isOpen) return err({ type: 'NotAuthenticated' } as const)
          const now = deps.clock.now()
          const kind = current.passwordHash === null ? 'add' : 'change'
          const waiting = { userId: owner.id, kind, passwordHash, askedFrom: session.id, askedAt: now } as const
          const { id: changeId } = yield* transaction.pendingChanges.put(waiting)
          const queuedMail = kind === 'add' ? 'add-password' : 'change-password'
          yield* queueMail(transaction, { kind: queuedMail, userId: owner.id, changeId, language, now })
          return ok()
        }),
      )
    })

type Waiting = { readonly owner: VerifiedUser; readonly change: PendingChange }

const waiting = (
  deps: ChangePasswordDependencies,
  repositories: ReplacePasswordRepositories,
  digest: SecretDigest,
): Outcome<Waiting, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* validKey(repositories, digest, ['add-password', 'change-password'], deps.clock.now())
    const change = key.changeId === null ? null : yield* repositories.pendingChanges.byId(key.changeId)
    const owner = yield* repositories.users.byId(key.userId)
    return change === null || owner === null || !isVerified(owner) ? err(keyUnknown) : ok({ owner, change })
  })

const confirm = (
  deps: ChangePasswordDependencies,
  digest: SecretDigest,
  language: Language,
): Outcome<UserId, KeyRefusal> =>
  deps.unitOfWork.run((transaction) =>
    safeTry(async function* () {
      const { owner, change } = yield* waiting(deps, transaction, digest)
      const { passwordHash, askedFrom: kept } = change
      yield* replacePassword(transaction, { user: owner, passwordHash, kept, language, now: deps.clock.now() })
      return ok(owner.id)
    }),
  )

/** Makes the pending password the account's, for programs that follow the link. */
export const confirmPassword =
  (deps: ChangePasswordDependencies) =>
  (key: string, language: Language = 'en'): Outcome<UserId, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) => confirm(deps, digest, language))

/** The nickname to greet on the page behind the link. Changes nothing. */
export const showPasswordChange =
  (deps: ChangePasswordDependencies) =>
  (key: string): Outcome<Pick<VerifiedUser, 'nickname'>, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork
        .run((transaction) => waiting(deps, transaction, digest))
        .map(({ owner: { nickname } }) => ({ nickname })),
    )

/** What a person fills in on the page behind the link. */
export type ConfirmPasswordForm = { readonly key: string; readonly password: string }

/** Makes the pending password the account's; typing it proves that whoever opened the link also chose it. */
export const confirmPasswordWithPassword =
  (deps: ChangePasswordDependencies) =>
  (form: ConfirmPasswordForm, language: Language = 'en'): Outcome<UserId, KeyRefusal | WrongPassword | InvalidFields> =>
    safeTry(async function* () {
      const { password } = yield* parseForm({ password: parseSubmittedPassword(form.password) })
      const digest = yield* digestOf(deps.digest, form.key)
      const { change } = yield* deps.unitOfWork.run((transaction) => waiting(deps, transaction, digest))
      const verified = yield* deps.passwordHasher.verify(password, change.passwordHash)
      return verified ? confirm(deps, digest, language) : err({ type: 'WrongPassword' } as const)
    })
