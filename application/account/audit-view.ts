import type { AuditEntry } from '#domain/account/staff.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'
import type { AuthorView } from './author-view.ts'

/** An entry of the audit log as shown on a screen. */
export type AuditEntryView = AuditEntry & {
  /** A later entry has a higher one. */
  readonly id: number
  /** `null`: done from the command line, or the account is gone. */
  readonly staff: AuthorView | null
}

/** Reads the audit log for screens, in one round trip. */
export interface AuditQueries {
  /** What was written down last comes first. A cursor's key is the id. */
  list(page: PageRequest): Outcome<Page<AuditEntryView>>
}
