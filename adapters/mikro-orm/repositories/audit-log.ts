import type { AuditLog } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import { auditColumns, AuditRow } from '../rows/account-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** The actions of staff in the table `audit_log`; they outlive the staff's accounts. */
export class MikroOrmAuditLog implements AuditLog {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add(entry: AuditEntry): Outcome<void> {
    return this.#unit.ask((em) => em.insert(AuditRow, auditColumns(entry))).map(() => undefined)
  }
}
