import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations.ts'

/** The key of the advisory lock; any number that no other program in the database uses. */
const MIGRATION_LOCK = 5_050_821

/** Applies all missing migrations or none. Other processes that migrate at the same time wait. */
export const migrate = async (orm: MikroORM, usedBy: 'several processes' | 'this process alone'): Promise<void> => {
  if (await isMigrated(orm)) return
  if (usedBy === 'this process alone') {
    await orm.migrator.up()
    return
  }
  await orm.em
    .getKysely<unknown>()
    .transaction()
    .execute(async (lock) => {
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(lock)
      await sql`set local statement_timeout = 0`.execute(lock)
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(lock)
      await orm.migrator.up()
    })
}

/** Whether all migrations are recorded as applied. */
export const isMigrated = async (orm: MikroORM): Promise<boolean> => {
  const kysely = orm.em.getKysely<unknown>()
  const table = await sql<{ there: boolean }>`select to_regclass(${MIGRATIONS_TABLE}) is not null as there`.execute(
    kysely,
  )
  if (table.rows[0]?.there !== true) return false
  const names = MIGRATIONS.map(({ name }) => name)
  const applied = await sql<{ count: number }>`
    select count(distinct name)::int as count from ${sql.table(MIGRATIONS_TABLE)} where name = any(${names}::text[])
  `.execute(kysely)
  return applied.rows[0]?.count === names.length
}
