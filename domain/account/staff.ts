import { err, ok, type Result } from 'neverthrow'
import type { CommentId, PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import type { User } from './user.ts'

/** Only staff may do this. */
export type NotStaff = { readonly type: 'NotStaff' }

/** Staff cannot be suspended. */
export type StaffProtected = { readonly type: 'StaffProtected'; readonly userId: UserId }

/** An entry of the audit log: what staff did. */
export type AuditEntry = {
  /** `null`: from the command line of the server. */
  readonly staffId: UserId | null
  readonly at: Instant
} & (
  | { readonly action: 'create-staff' | 'suspend-user' | 'readmit-user'; readonly subject: UserId }
  | { readonly action: 'delete-post'; readonly subject: PostId }
  | { readonly action: 'delete-comment'; readonly subject: CommentId }
  /** A job that had failed at every try; its id is the queue's own. */
  | { readonly action: 'retry-job'; readonly subject: string }
  /** All such jobs. */
  | { readonly action: 'retry-all-jobs'; readonly subject: null }
)

/** Rule: only staff may do this. */
export const onlyStaff = (user: User | null): Result<User, NotStaff> =>
  user?.state === 'active' && user.isStaff ? ok(user) : err({ type: 'NotStaff' })
