import { err, ok, safeTry } from 'neverthrow'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import { parseNewPassword, parsePasswordAgain } from '#domain/account/password.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { ActiveUser } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Caller, counted } from './caller.ts'
import type { ChangePasswordAsks, NewPasswordForm } from './change-password.ts'
import { digestOf, keyUnknown, type KeyRefusal, livingKey } from './keys.ts'
import { orderLetter } from './order-letter.ts'
import type { RateLimiter } from './ports.ts'
import { replacePassword, type ReplacePasswordReach } from './replace-password.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Language } from '../shared/world.ts'

/** What a forgotten password asks. */
export type ForgottenPasswordAsks = ChangePasswordAsks & { readonly rateLimiter: RateLimiter }

/** What asking for a reset asks: nothing that could tell whose the address is. */
export type AskForResetAsks = {
  readonly unitOfWork: UnitOfWorkOn<'jobs'>
  readonly rateLimiter: RateLimiter
}

/**
 * Sends a link to the account of this address, if there is one; whether there is, is not told, by words or by time: it is
 * looked up by the job.
 */
export const askForReset =
  (asks: AskForResetAsks) =>
  (form: { readonly email?: unknown }, caller: Caller): Outcome<void, InvalidFields | TooManyAttempts> =>
    safeTry(async function* () {
      const { email } = yield* parseForm({ email: parseEmailAddress(form.email) })
      yield* counted(asks.rateLimiter, { limited: 'reset', caller, email })
      const { language } = caller
      return asks.unitOfWork.run(({ jobs }) => jobs.add({ type: 'order-reset', email, language }))
    })

/** The job behind {@link askForReset}: orders the letter where the address is an active user's. */
export const orderReset =
  (asks: { readonly unitOfWork: UnitOfWorkOn<'users' | 'letters' | 'jobs'>; readonly clock: Clock }) =>
  ({ email, language }: { readonly email: EmailAddress; readonly language: Language }): Outcome<void> =>
    asks.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const owner = (yield* transaction.users.ofAddress(email)).find(({ state }) => state === 'active')
        if (owner === undefined) return ok()
        const now = asks.clock.now()
        return orderLetter(transaction, { kind: 'reset-password', userId: owner.id, language, now })
      }),
    )

const whose = (
  asks: ForgottenPasswordAsks,
  reach: ReplacePasswordReach,
  digest: SecretDigest,
): Outcome<ActiveUser, KeyRefusal> =>
  safeTry(async function* () {
    const key = yield* livingKey(reach, digest, ['reset-password'], asks.clock.now())
    const owner = yield* reach.users.byId(key.userId)
    return owner?.state === 'active' ? ok(owner) : err(keyUnknown)
  })

/** Whether the key is good, and whose it is; nothing changes. */
export const showReset =
  (asks: ForgottenPasswordAsks) =>
  (rawKey: unknown): Outcome<Pick<ActiveUser, 'id' | 'nickname'>, KeyRefusal> =>
    digestOf(asks.digest, rawKey).asyncAndThen((digest) =>
      asks.unitOfWork
        .run((transaction) => whose(asks, transaction, digest))
        .map(({ id, nickname }) => ({ id, nickname })),
    )

/** Replaces a forgotten password; every session ends. */
export const resetPassword =
  (asks: ForgottenPasswordAsks) =>
  (
    form: NewPasswordForm & { readonly activation_key?: unknown },
    language: Language,
  ): Outcome<UserId, KeyRefusal | InvalidFields> =>
    safeTry(async function* () {
      const digest = yield* digestOf(asks.digest, form.activation_key)
      const { email, nickname } = yield* asks.unitOfWork.run((transaction) => whose(asks, transaction, digest))
      const isCommon = (password: string) => asks.commonPasswords.includes(password)
      const { password1 } = yield* parseForm({
        password1: parseNewPassword(form.password1, { names: [email, nickname], isCommon }),
        password2: parsePasswordAgain(form.password1, form.password2),
      })
      const passwordHash = yield* asks.passwordHasher.hash(password1)
      return asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const user = yield* whose(asks, transaction, digest)
          yield* replacePassword(transaction, { user, passwordHash, kept: null, language, now: asks.clock.now() })
          return ok(user.id)
        }),
      )
    })
