import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Identity, Provider } from '#domain/account/identity.ts'
import type { QueuedMail, MailKind, NewQueuedMail } from '#domain/account/mail.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import type { NewPendingChange, PendingChange } from '#domain/account/pending-change.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { ChangeId, MailId, SessionId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'

export const IdentityRow = defineEntity({
  name: 'IdentityRow',
  tableName: 'identities',
  properties: {
    provider: p.text().primary(),
    subject: p.text().primary(),
    userId: p.integer(),
  },
})
export type IdentityRow = InferEntity<typeof IdentityRow>

export const PendingChangeRow = defineEntity({
  name: 'PendingChangeRow',
  tableName: 'pending_changes',
  properties: {
    id: p.integer().primary(),
    userId: p.integer(),
    kind: p.text(),
    passwordHash: p.text(),
    askedFrom: p.integer().nullable(),
    askedAt: p.datetime(),
  },
})
export type PendingChangeRow = InferEntity<typeof PendingChangeRow>

export const QueuedMailRow = defineEntity({
  name: 'QueuedMailRow',
  tableName: 'letters',
  properties: {
    id: p.integer().primary(),
    kind: p.text(),
    userId: p.integer(),
    changeId: p.integer().nullable(),
    language: p.text(),
    askedAt: p.datetime(),
    sentAt: p.datetime().nullable(),
  },
})
export type QueuedMailRow = InferEntity<typeof QueuedMailRow>

export const AuditRow = defineEntity({
  name: 'AuditRow',
  tableName: 'audit_log',
  properties: {
    id: p.integer().primary(),
    staffId: p.integer().nullable(),
    action: p.text(),
    subject: p.integer().nullable(),
    job: p.text().nullable(),
    at: p.datetime(),
  },
})
export type AuditRow = InferEntity<typeof AuditRow>

export const identityOf = (row: IdentityRow): Identity => ({
  provider: row.provider as Provider,
  subject: row.subject,
  userId: row.userId as UserId,
})

export const pendingChangeColumns = (change: NewPendingChange): Omit<PendingChangeRow, 'id'> => ({
  userId: change.userId,
  kind: change.kind,
  passwordHash: change.passwordHash,
  askedFrom: change.askedFrom,
  askedAt: new Date(change.askedAt),
})

export const pendingChangeOf = (row: PendingChangeRow): PendingChange => ({
  id: row.id as ChangeId,
  userId: row.userId as UserId,
  kind: row.kind as PendingChange['kind'],
  passwordHash: row.passwordHash as PasswordHash,
  askedFrom: (row.askedFrom ?? null) as SessionId | null,
  askedAt: instant(row.askedAt.getTime()),
})

export const queuedMailColumns = (queuedMail: NewQueuedMail): Omit<QueuedMailRow, 'id'> => ({
  kind: queuedMail.kind,
  userId: queuedMail.userId,
  changeId: queuedMail.changeId,
  language: queuedMail.language,
  askedAt: new Date(queuedMail.askedAt),
  sentAt: null,
})

export const queuedMailOf = (row: QueuedMailRow): QueuedMail => ({
  id: row.id as MailId,
  kind: row.kind as MailKind,
  userId: row.userId as UserId,
  changeId: (row.changeId ?? null) as ChangeId | null,
  language: row.language as QueuedMail['language'],
  askedAt: instant(row.askedAt.getTime()),
  sentAt: row.sentAt === null || row.sentAt === undefined ? null : instant(row.sentAt.getTime()),
})

export const auditColumns = (entry: AuditEntry): Omit<AuditRow, 'id'> => ({
  staffId: entry.staffId,
  action: entry.action,
  subject: entry.action === 'retry-job' ? null : entry.subject,
  job: entry.action === 'retry-job' ? entry.subject : null,
  at: new Date(entry.at),
})
