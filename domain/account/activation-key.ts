import { after, DAY, type Instant, type Milliseconds, MINUTE } from '../shared/instant.ts'
import type { UserId } from '../shared/id.ts'
import { type DigestSecret, type Secret, type SecretDigest, secretOf } from './secret.ts'

/** Opens one pending sign-up, once, until it dies. */
export type ActivationKey = {
  readonly digest: SecretDigest
  readonly userId: UserId
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** Counted from its issue. */
export const ACTIVATION_KEY_LIFE: Milliseconds = 2 * DAY

/** An address gets its activation mail again at most this often. */
export const RESEND_PAUSE: Milliseconds = 3 * MINUTE

/** Whether the mail may go out again, given when the latest one was asked for. */
export const mayResend = (latest: Instant, now: Instant): boolean => now - latest >= RESEND_PAUSE

/** A new key for a pending user and the secret that goes into the mail, from 20 random bytes. */
export const issueActivationKey = (given: {
  readonly userId: UserId
  readonly now: Instant
  readonly bytes: Uint8Array
  readonly digest: DigestSecret
}): { readonly key: ActivationKey; readonly secret: Secret } => {
  const secret = secretOf(given.bytes)
  const key = {
    digest: given.digest(secret),
    userId: given.userId,
    issuedAt: given.now,
    expiresAt: after(given.now, ACTIVATION_KEY_LIFE),
  }
  return { key, secret }
}

/** A key lives until the instant before its expiry; at its expiry it is dead. */
export const isDead = (key: Pick<ActivationKey, 'expiresAt'>, now: Instant): boolean => now >= key.expiresAt
