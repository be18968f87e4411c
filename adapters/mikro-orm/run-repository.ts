import { LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { RunRepository } from '#application/idempotency/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Run, RunName, RunningRun } from '#domain/idempotency/run.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { runColumns, runOf, RunRow } from './run-rows.ts'
import type { Unit } from './unit.ts'

/** Runs in the table `idempotency_runs`, gone with their user. */
export class MikroOrmRunRepository implements RunRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  add({ userId, key, fingerprint, attempt, begunAt }: RunningRun): Outcome<boolean> {
    return this.#unit.ask(async (em) => {
      const added = await sql`
        insert into idempotency_runs (user_id, key, fingerprint, attempt, begun_at)
        values (${userId}, ${key}, ${fingerprint}, ${attempt}, ${new Date(begunAt).toISOString()})
        on conflict do nothing`.execute(em.getKysely<unknown>())
      return Number(added.numAffectedRows) === 1
    })
  }

  byName({ userId, key }: RunName): Outcome<Run | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask((em) => em.findOne(RunRow, { userId, key }, options))
      .map((row) => (row === null ? null : runOf(row)))
  }

  save(run: Run): Outcome<void> {
    const { userId, key, ...columns } = runColumns(run)
    return this.#unit.ask((em) => em.nativeUpdate(RunRow, { userId, key }, columns)).map(() => undefined)
  }

  remove({ userId, key }: RunName): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(RunRow, { userId, key })).map(() => undefined)
  }

  removeBegunUntil(moment: Instant, limit: number): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await sql`
        delete from idempotency_runs where (user_id, key) in (
          select user_id, key from idempotency_runs where begun_at <= ${new Date(moment).toISOString()}
          order by begun_at limit ${limit} for update skip locked
        )`.execute(em.getKysely<unknown>())
    })
  }
}
