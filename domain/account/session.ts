import type { SessionId, UserId } from '../shared/id.ts'
import { after, DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'
import type { SecretDigest } from './secret.ts'

/** One login on one device. */
export type Session = {
  readonly id: SessionId
  readonly digest: SecretDigest
  readonly userId: UserId
  /** What the client calls itself, at most {@link MAX_DEVICE_LENGTH} characters. */
  readonly device: string
  readonly createdAt: Instant
  readonly lastUsedAt: Instant
  readonly expiresAt: Instant
}

/** The token belongs to no open session, or its user may no longer act. */
export type NotAuthenticated = { readonly type: 'NotAuthenticated' }

/** A session before it is stored and gets its id. */
export type NewSession = Omit<Session, 'id'>

/** Counted from its last use. */
export const SESSION_LIFETIME: Milliseconds = 30 * DAY

/** A session's use is stored at most this often, so that reading does not write. */
export const SESSION_RENEWAL_INTERVAL: Milliseconds = HOUR

/** Longer names are cut off. */
export const MAX_DEVICE_LENGTH = 200

const deviceOf = (said: string): string =>
  Array.from(said.replace(/\p{Cc}/gu, ' ').toWellFormed())
    .slice(0, MAX_DEVICE_LENGTH)
    .join('')
    .trim()

/** A new session of the user; `digest` is that of its token. */
export const openSession = ({
  userId,
  device,
  now,
  digest,
}: {
  readonly userId: UserId
  readonly device: string
  readonly now: Instant
  readonly digest: SecretDigest
}): NewSession => ({
  digest,
  userId,
  device: deviceOf(device),
  createdAt: now,
  lastUsedAt: now,
  expiresAt: after(now, SESSION_LIFETIME),
})

/** At exactly its expiry instant a session is already over. */
export const isSessionExpired = (session: Pick<Session, 'expiresAt'>, now: Instant): boolean => now >= session.expiresAt

/** The session with 30 new days, or `null` while its last renewal is recent. */
export const renew = (session: Session, now: Instant): Session | null =>
  now - session.lastUsedAt < SESSION_RENEWAL_INTERVAL
    ? null
    : { ...session, lastUsedAt: now, expiresAt: after(now, SESSION_LIFETIME) }
