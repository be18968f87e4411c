import { after, DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'
import type { ChangeId, UserId } from '../shared/id.ts'
import type { SecretDigest } from './secret.ts'

/**
 * How long the key in a mail is valid, by its purpose. The `report-…` keys are in the "this was not me" links and undo
 * what their mail announces.
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

/** What a key may be used for; it is good for nothing else. */
export type Purpose = keyof typeof KEY_LIFETIMES

/** The key in a mailed link, valid once, for one purpose, until it expires. */
export type ActivationKey = {
  readonly digest: SecretDigest
  readonly purpose: Purpose
  readonly userId: UserId
  /** The pending change that it confirms or reports, if its purpose has one. */
  readonly changeId: ChangeId | null
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** How long a sign-up can be activated after its mail was written. */
export const ACTIVATION_KEY_LIFETIME: Milliseconds = KEY_LIFETIMES.activation

/** What a new key opens, for whom, and the digest of the secret that the mail carries. */
export type KeyRequest = {
  readonly purpose: Purpose
  readonly userId: UserId
  readonly changeId?: ChangeId | null
  readonly now: Instant
  readonly digest: SecretDigest
}

/** A new key, valid from now on for the lifetime of its purpose. */
export const issueActivationKey = ({ purpose, userId, changeId = null, now, digest }: KeyRequest): ActivationKey => ({
  digest,
  purpose,
  userId,
  changeId,
  issuedAt: now,
  expiresAt: after(now, KEY_LIFETIMES[purpose]),
})

/** At exactly its expiry instant a key is already expired. */
export const isExpired = (key: Pick<ActivationKey, 'expiresAt'>, now: Instant): boolean => now >= key.expiresAt
