import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { IdempotentRequestRepository } from '#application/idempotency/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { IdempotentRequest, IdempotentRequestId, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { idempotentRequestColumns, idempotentRequestOf, IdempotentRequestRow } from '../rows/idempotent-request-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Idempotent requests in the table `idempotency_runs`; deleted with their user. */
export class MikroOrmIdempotentRequestRepository implements IdempotentRequestRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add({ userId, key, fingerprint, attempt, begunAt }: RunningRequest): Outcome<boolean> {
    return this.#unit.ask(async (em) => {
      const added = await sql`
        insert into idempotency_runs (user_id, key, fingerprint, attempt, begun_at)
        values (${userId}, ${key}, ${fingerprint}, ${attempt}, ${new Date(begunAt).toISOString()})
        on conflict do nothing`.execute(em.getKysely<unknown>())
      return Number(added.numAffectedRows) === 1
    })
  }

  byName({ userId, key }: IdempotentRequestId): Outcome<IdempotentRequest | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask((em) => em.findOne(IdempotentRequestRow, { userId, key }, options))
      .map((row) => (row === null ? null : idempotentRequestOf(row)))
  }

  save(idempotentRequest: IdempotentRequest): Outcome<void> {
    const { userId, key, ...columns } = idempotentRequestColumns(idempotentRequest)
    return this.#unit.ask((em) => em.nativeUpdate(IdempotentRequestRow, { userId, key }, columns)).map(() => undefined)
  }

  remove({ userId, key }: IdempotentRequestId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(IdempotentRequestRow, { userId, key })).map(() => undefined)
  }

  removeStartedUntil(moment: Instant, limit: number): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`
        delete from idempotency_runs where (user_id, key) in (
          select user_id, key from idempotency_runs where begun_at <= ${new Date(moment).toISOString()}
          order by begun_at limit ${limit} for update skip locked
        )`.execute(em.getKysely<unknown>())
    })
  }
}
