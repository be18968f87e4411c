import { type NotStaff, onlyStaff } from '#domain/account/staff.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { AuditEntryView, AuditQueries } from './audit-view.ts'

/** What reading the audit log needs. */
export type ReadAuditLogDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users'>
  readonly auditQueries: AuditQueries
}

/** A page of what staff did, the latest first. */
export const readAuditLog =
  (deps: ReadAuditLogDependencies) =>
  (
    { staff }: { readonly staff: UserId },
    form: { readonly pageSize?: number } = {},
    cursor: Cursor | null = null,
  ): Outcome<Page<AuditEntryView>, NotStaff | InvalidFields> =>
    deps.unitOfWork
      .run(({ users }) => users.byId(staff).andThen(onlyStaff))
      .andThen(() => parseForm({ pageSize: parsePageSize(form.pageSize) }))
      .andThen(({ pageSize: size }) => deps.auditQueries.list({ size, cursor }))
