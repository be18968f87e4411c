import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { isMigrated } from './schema-state.ts'

/** The key of the advisory lock; any number that no other program in the database uses. */
const MIGRATION_LOCK = 5_050_821

/** How long a process waits for another one that migrates, in ms. */
export const MIGRATION_WAIT = 10 * 60_000

const LOCK_NOT_AVAILABLE = '55P03'

const waitedInVain = (cause: unknown, wait: number): unknown =>
  cause instanceof Error && 'code' in cause && cause.code === LOCK_NOT_AVAILABLE
    ? new Error(`another process has been migrating it for ${wait / 1000} s`, { cause })
    : cause

/**
 * Applies all missing migrations or none. Of several processes at once one does; the others wait for it, `wait` ms at
 * most, and then find nothing to do.
 */
export const migrate = async (
  orm: MikroORM,
  usedBy: 'several processes' | 'this process alone',
  wait: number,
): Promise<void> => {
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
      await sql`select set_config('lock_timeout', ${String(wait)}, true)`.execute(lock)
      try {
        await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(lock)
      } catch (cause) {
        throw waitedInVain(cause, wait)
      }
      await orm.migrator.up()
    })
}
