import { z } from '@hono/zod-openapi'
import type { AuditEntryView } from '#application/account/audit-view.ts'
import type { FailedJob } from '#application/shared/failed-jobs.ts'
import { JOB_TYPES } from '#application/shared/jobs.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import { iso } from './iso.ts'
import { id, instant } from './shared-schemas.ts'
import { authorSchema, presentAuthor } from './user.ts'

const ACTIONS = [
  'create-staff',
  'suspend-user',
  'readmit-user',
  'delete-post',
  'delete-comment',
  'retry-job',
  'retry-all-jobs',
] as const satisfies readonly AuditEntry['action'][]

export const auditEntrySchema = z
  .object({
    id,
    at: instant,
    staff_id: id.nullable().openapi({ description: 'null: the command line of the server' }),
    staff: z
      .union([authorSchema, z.null()])
      .openapi({ description: 'null if there is no such account any more, or was none' }),
    action: z.enum(ACTIONS),
    subject: id.nullable().openapi({ description: 'The user, post or comment; null for jobs' }),
    job: z.string().nullable().openapi({ description: 'The failed job that was queued again' }),
  })
  .openapi('AuditEntry')

export const presentAuditEntry = (entry: AuditEntryView): z.infer<typeof auditEntrySchema> => ({
  id: entry.id,
  at: iso(entry.at),
  staff_id: entry.staffId,
  staff: entry.staff === null ? null : presentAuthor(entry.staff),
  action: entry.action,
  ...(entry.action === 'retry-job' ? { subject: null, job: entry.subject } : { subject: entry.subject, job: null }),
})

export const failedJobSchema = z
  .object({
    id: z.string(),
    type: z.enum(JOB_TYPES),
    failed_at: instant.openapi({ description: 'When its last try failed' }),
    why: z.string().openapi({
      description: 'Types and codes of the error; empty if the worker died or took too long',
      example: 'Unavailable mail EENVELOPE 550',
    }),
  })
  .openapi('FailedJob')

export const presentFailedJob = ({ id: jobId, type, failedAt, why }: FailedJob): z.infer<typeof failedJobSchema> => ({
  id: jobId,
  type,
  failed_at: iso(failedAt),
  why,
})
