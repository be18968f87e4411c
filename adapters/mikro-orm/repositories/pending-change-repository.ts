import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { PendingChangeRepository } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { NewPendingChange, PendingChange } from '#domain/account/pending-change.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import { pendingChangeColumns, pendingChangeOf, PendingChangeRow } from '../rows/account-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Changes in the table `pending_changes`, one per user. A foreign key deletes their keys with them. */
export class MikroOrmPendingChangeRepository implements PendingChangeRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  /** Locks the user first, as opening a link does; in another order the two could deadlock. */
  put(change: NewPendingChange): Outcome<PendingChange> {
    return this.#unit
      .ask(async (em) => {
        await sql`select from users where id = ${change.userId} for update`.execute(em.getKysely<unknown>())
        await em.nativeDelete(PendingChangeRow, { userId: change.userId })
        return em.insert(PendingChangeRow, pendingChangeColumns(change))
      })
      .map((id) => ({ ...change, id: id as ChangeId }))
  }

  /** Locks the change against deletion until the transaction ends, so that the caller can issue a key for it. */
  byId(id: ChangeId): Outcome<PendingChange | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_READ } as const
    return this.#unit
      .ask((em) => em.findOne(PendingChangeRow, { id }, options))
      .map((row) => (row === null ? null : pendingChangeOf(row)))
  }

  removeOfUser(id: UserId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(PendingChangeRow, { userId: id })).map(() => undefined)
  }
}
