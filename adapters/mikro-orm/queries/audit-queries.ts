import { sql } from 'kysely'
import type { AuditEntryView, AuditQueries } from '#application/account/audit-view.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { byShape, type Reads } from './reads.ts'
import { authorOf, byNumber, msOf, type PageShape, pageShape, pageSql, pageValues } from './view-sql.ts'

type AuditViewRow = {
  readonly id: number
  readonly staff_id: number | null
  readonly action: string
  readonly subject: number | null
  readonly job: string | null
  readonly ms: number
  /** `null` if the account is gone, or there was none. */
  readonly nickname: string | null
  readonly picture: string | null
}

const viewOf = ({ id, staff_id, action, subject, job, ms, nickname, picture }: AuditViewRow): AuditEntryView => ({
  // The table's check holds action and subject together.
  ...({ action, subject: job ?? subject } as Pick<AuditEntry, 'action' | 'subject'> as AuditEntry),
  id,
  staffId: staff_id as UserId | null,
  at: instant(ms),
  staff: staff_id === null || nickname === null ? null : authorOf(staff_id, nickname, picture),
})

/** The order in which they were written. */
const LATEST = byNumber('id')

const LIST = byShape((shape: PageShape) => {
  const page = pageSql(LATEST, 'a', shape)
  return sql<AuditViewRow>`
    select a.id, a.staff_id, a.action, a.subject, a.job, ${msOf('a.at')} as ms, u.nickname, u.profile_img_path as picture
    from audit_log a left join users u on u.id = a.staff_id
    where ${page.cursorCondition} ${page.order} ${page.limit}`
})

/** Reads the audit log with plain SQL, without building entities. */
export class MikroOrmAuditQueries implements AuditQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  list(request: PageRequest): Outcome<Page<AuditEntryView>> {
    return this.#reads.read(LIST(pageShape(request)), pageValues(LATEST, request), (rows) =>
      pageOf(rows.map(viewOf), request, ({ id }) => ({ key: id, id })),
    )
  }
}
