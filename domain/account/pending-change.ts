import type { ChangeId, SessionId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { PasswordHash } from './password.ts'

/** A new password that waits for the link in the mail. A user has at most one; a newer one replaces it. */
export type PendingChange = {
  readonly id: ChangeId
  readonly userId: UserId
  /** `add`: the account had no password. `change`: it replaces another. */
  readonly kind: 'add' | 'change'
  readonly passwordHash: PasswordHash
  /** The session that requested it; it stays open when the password changes. */
  readonly askedFrom: SessionId | null
  readonly askedAt: Instant
}

/** A change before it is stored and gets its id. */
export type NewPendingChange = Omit<PendingChange, 'id'>
