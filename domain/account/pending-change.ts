import type { ChangeId, SessionId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { PasswordHash } from './password.ts'

/** A password that waits for the link in the mail. A user has one change at a time; a newer takes the older's place. */
export type PendingChange = {
  readonly id: ChangeId
  readonly userId: UserId
  /** `add`: an account that had none yet. `change`: in place of another. */
  readonly kind: 'add' | 'change'
  readonly passwordHash: PasswordHash
  /** The session that asked for it, and that outlives it. */
  readonly askedFrom: SessionId | null
  readonly askedAt: Instant
}

/** A change before it is stored and gets its id. */
export type NewPendingChange = Omit<PendingChange, 'id'>
