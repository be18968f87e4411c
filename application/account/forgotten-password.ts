import { err, ok, safeTry } from 'neverthrow'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import { parseNewPassword, parsePasswordAgain } from '#domain/account/password.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { ActiveUser } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { ANONYMOUS, type Caller, countAttempt } from './caller.ts'
import type { ChangePasswordDependencies, NewPasswordForm } from './change-password.ts'
import { digestOf, keyUnknown, type KeyRefusal, validKey } from './keys.ts'
import { queueMail } from './queue-mail.ts'
import type { RateLimiter } from './ports.ts'
import { replacePassword, type ReplacePasswordRepositories } from './replace-password.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Language } from '../shared/system.ts'

/** What resetting a forgotten password needs. */
export type ForgottenPasswordDependencies = ChangePasswordDependencies & { readonly rateLimiter: RateLimiter }

/** What requesting a reset needs: nothing that could reveal whether the address is known. */
export type RequestPasswordResetDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'jobs'>
  readonly rateLimiter: RateLimiter
}

/**
 * Mails a reset link to the account of this address, if there is one. Neither the answer nor its timing reveals whether
 * there is: a job looks it up.
 */
export const requestPasswordReset =
  (deps: RequestPasswordResetDependencies) =>
  (form: { readonly email: string }, caller: Caller = ANONYMOUS): Outcome<void, InvalidFields | TooManyAttempts> =>
    safeTry(async function* () {
      const { email } = yield* parseForm({ email: parseEmailAddress(form.email) })
      yield* countAttempt(deps.rateLimiter, { limited: 'reset', caller, email })
      const { language } = caller
      return deps.unitOfWork.run(({ jobs }) => jobs.add({ type: 'queue-reset-mail', email, language }))
    })

/** The job behind {@link requestPasswordReset}: queues the mail if the address belongs to an active user. */
export const queueResetMail =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'users' | 'queuedMails' | 'jobs'>; readonly clock: Clock }) =>
  ({ email, language }: { readonly email: EmailAddress; readonly language: Language }): Outcome<void> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const owner = (yield* transaction.users.ofAddress(email)).find(({ state }) => state === 'active')
        if (owner === undefined) return ok()
        const now = deps.clock.now()
        return queueMail(transaction, { kind: 'reset-password', userId: owner.id, language, now })
      }),
    )

const ownerOfKey = (
  deps: ForgottenPasswordDependencies,
  repositories: ReplacePasswordRepositories,
  digest: SecretDigest,
): Outcome<ActiveUser, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* validKey(repositories, digest, ['reset-password'], deps.clock.now())
    const owner = yield* repositories.users.byId(key.userId)
    return owner?.state === 'active' ? ok(owner) : err(keyUnknown)
  })

/** Whose reset key it is. Changes nothing. */
export const showPasswordReset =
  (deps: ForgottenPasswordDependencies) =>
  (key: string): Outcome<Pick<ActiveUser, 'id' | 'nickname'>, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork
        .run((transaction) => ownerOfKey(deps, transaction, digest))
        .map(({ id, nickname }) => ({ id, nickname })),
    )

/** Replaces a forgotten password and ends every session. */
export const resetPassword =
  (deps: ForgottenPasswordDependencies) =>
  (
    form: NewPasswordForm & { readonly key: string },
    language: Language = 'en',
  ): Outcome<UserId, KeyRefusal | InvalidFields> =>
    safeTry(async function* () {
      const digest = yield* digestOf(deps.digest, form.key)
      const { email, nickname } = yield* deps.unitOfWork.run((transaction) => ownerOfKey(deps, transaction, digest))
      const isCommon = (password: string) => deps.commonPasswords.includes(password)
      const { newPassword } = yield* parseForm({
        newPassword: parseNewPassword(form.newPassword, { names: [email, nickname], isCommon }),
        newPasswordAgain: parsePasswordAgain(form.newPassword, form.newPasswordAgain),
      })
      const passwordHash = yield* deps.passwordHasher.hash(newPassword)
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const user = yield* ownerOfKey(deps, transaction, digest)
          yield* replacePassword(transaction, { user, passwordHash, kept: null, language, now: deps.clock.now() })
          return ok(user.id)
        }),
      )
    })
