import type { FailedJob } from '#application/shared/failed-jobs.ts'
import type { Job } from '#application/shared/jobs.ts'
import type { ActivationKey } from '#domain/account/activation-key.ts'
import type { Identity } from '#domain/account/identity.ts'
import type { QueuedMail } from '#domain/account/mail.ts'
import type { PendingChange } from '#domain/account/pending-change.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Session } from '#domain/account/session.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { User } from '#domain/account/user.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { IdempotentRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Message } from '#domain/message/message.ts'
import type { Follow } from '#domain/follow/follow.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { MixProposal } from '#domain/mix/mix-proposal.ts'
import type { MixRevision } from '#domain/mix/mix-revision.ts'
import type { Like } from '#domain/post/like.ts'
import type { Post } from '#domain/post/post.ts'
import type { ChangeId, CommentId, MailId, MessageId, PostId, ProposalId, UserId } from '#domain/shared/id.ts'

/** A snapshot of all rows. A commit replaces the tables instead of changing them. */
export type Tables = {
  readonly users: ReadonlyMap<UserId, User>
  readonly activationKeys: ReadonlyMap<SecretDigest, ActivationKey>
  /** By provider and subject. */
  readonly identities: ReadonlyMap<string, Identity>
  readonly pendingChanges: ReadonlyMap<ChangeId, PendingChange>
  readonly queuedMails: ReadonlyMap<MailId, QueuedMail>
  readonly sessions: ReadonlyMap<SecretDigest, Session>
  /** By a running number. */
  readonly audit: ReadonlyMap<number, AuditEntry>
  readonly posts: ReadonlyMap<PostId, Post>
  /** By post and user. */
  readonly likes: ReadonlyMap<string, Like>
  readonly comments: ReadonlyMap<CommentId, Comment>
  readonly mixes: ReadonlyMap<PostId, Mix>
  /** By post and revision. */
  readonly mixRevisions: ReadonlyMap<string, MixRevision>
  readonly mixProposals: ReadonlyMap<ProposalId, MixProposal>
  readonly messages: ReadonlyMap<MessageId, Message>
  /** By follower and followed. */
  readonly follows: ReadonlyMap<string, Follow>
  /** By user and key. */
  readonly idempotentRequests: ReadonlyMap<string, IdempotentRequest>
  /** Queued jobs by `jobKey`, oldest first. */
  readonly jobs: ReadonlyMap<string, Job>
  /** Jobs that failed at their last try, by id, oldest first. */
  readonly failedJobs: ReadonlyMap<string, { readonly shown: FailedJob; readonly job: Job }>
}

type Name = keyof Tables
type KeyOf<Table extends Name> = Tables[Table] extends ReadonlyMap<infer Key, unknown> ? Key : never
type RowOf<Table extends Name> = Tables[Table] extends ReadonlyMap<unknown, infer Row> ? Row : never

export const EMPTY_TABLES: Tables = {
  users: new Map(),
  activationKeys: new Map(),
  identities: new Map(),
  pendingChanges: new Map(),
  queuedMails: new Map(),
  sessions: new Map(),
  audit: new Map(),
  posts: new Map(),
  likes: new Map(),
  comments: new Map(),
  mixes: new Map(),
  mixRevisions: new Map(),
  mixProposals: new Map(),
  messages: new Map(),
  follows: new Map(),
  idempotentRequests: new Map(),
  jobs: new Map(),
  failedJobs: new Map(),
}

/** Uncommitted changes on top of a snapshot. */
export type Draft = {
  /** The rows with the changes so far. */
  now(): Tables
  put<Table extends Name>(table: Table, key: KeyOf<Table>, row: RowOf<Table>): void
  take<Table extends Name>(table: Table, key: KeyOf<Table>): void
}

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

/** A draft. It copies a table at the first write, and every row it stores. */
export const draftOn = (tables: Tables): Draft => {
  const changed: { [Table in Name]?: Tables[Table] } = {}
  const writable = <Table extends Name>(table: Table): Map<KeyOf<Table>, RowOf<Table>> => {
    changed[table] ??= new Map(tables[table] as ReadonlyMap<never, never>) as unknown as Tables[Table]
    return changed[table] as unknown as Map<KeyOf<Table>, RowOf<Table>>
  }
  return {
    now: () => ({ ...tables, ...changed }),
    put: (table, key, row) => void writable(table).set(key, frozen(structuredClone(row))),
    take: (table, key) => void writable(table).delete(key),
  }
}
