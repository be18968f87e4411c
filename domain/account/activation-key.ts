import { after, DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'
import type { ChangeId, UserId } from '../shared/id.ts'
import { type DigestSecret, type Secret, type SecretDigest, secretOf } from './secret.ts'

/**
 * How long the key in a mail lives, by what it opens. The `report-…` keys stand behind "this was not me" and undo what the
 * mail they are in tells of.
 */
export const KEY_LIFETIMES = {
  activation: 2 * DAY,
  'add-password': 2 * DAY,
  'change-password': 2 * DAY,
  'reset-password': HOUR,
  'report-sign-up': 2 * DAY,
  'report-change': 2 * DAY,
  'report-reset': HOUR,
  'report-new-password': 7 * DAY,
} as const satisfies Record<string, Milliseconds>

/** What a key opens; for everything else it is worthless. */
export type Purpose = keyof typeof KEY_LIFETIMES

/** What a link in a mail carries: opens one thing, once, until it dies. */
export type ActivationKey = {
  readonly digest: SecretDigest
  readonly purpose: Purpose
  readonly userId: UserId
  /** The pending change that it confirms or disowns, for the purposes that have one. */
  readonly changeId: ChangeId | null
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** How long a sign-up can be opened after its mail was written. */
export const ACTIVATION_KEY_LIFETIME: Milliseconds = KEY_LIFETIMES.activation

/** What a new key is made of: 20 random bytes, and what it shall open for whom. */
export type KeyRequest = {
  readonly purpose: Purpose
  readonly userId: UserId
  readonly changeId?: ChangeId | null
  readonly now: Instant
  readonly bytes: Uint8Array
  readonly digest: DigestSecret
}

/** A new key, and the secret that goes into the mail. */
export const issueActivationKey = ({
  purpose,
  userId,
  changeId = null,
  now,
  bytes,
  digest,
}: KeyRequest): { readonly key: ActivationKey; readonly secret: Secret } => {
  const secret = secretOf(bytes)
  const expiresAt = after(now, KEY_LIFETIMES[purpose])
  return { key: { digest: digest(secret), purpose, userId, changeId, issuedAt: now, expiresAt }, secret }
}

/** A key lives until the instant before its expiry; at its expiry it is dead. */
export const isExpired = (key: Pick<ActivationKey, 'expiresAt'>, now: Instant): boolean => now >= key.expiresAt
