import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations.ts'

/** How a database compares to the migrations that this version knows. */
export type SchemaState =
  | { readonly type: 'current' }
  /** Some are not applied, in an empty database none. */
  | { readonly type: 'older'; readonly missing: readonly string[] }
  /** Some are applied that only a later version knows. */
  | { readonly type: 'newer'; readonly unknown: readonly string[] }

const NAMES: readonly string[] = MIGRATIONS.map(({ name }) => name)

/** Changes nothing. */
export const schemaState = async (orm: MikroORM): Promise<SchemaState> => {
  const applied = await appliedIn(orm)
  const unknown = applied.filter((name) => !NAMES.includes(name))
  if (unknown.length > 0) return { type: 'newer', unknown }
  const missing = NAMES.filter((name) => !applied.includes(name))
  return missing.length > 0 ? { type: 'older', missing } : { type: 'current' }
}

/** Whether all migrations that this version knows are applied; a later version may have applied more. */
export const isMigrated = async (orm: MikroORM): Promise<boolean> => {
  const applied = await appliedIn(orm)
  return NAMES.every((name) => applied.includes(name))
}

const appliedIn = async (orm: MikroORM): Promise<readonly string[]> => {
  const kysely = orm.em.getKysely<unknown>()
  const table = await sql<{ there: boolean }>`select to_regclass(${MIGRATIONS_TABLE}) is not null as there`.execute(
    kysely,
  )
  if (table.rows[0]?.there !== true) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATIONS_TABLE)}`.execute(kysely)
  return rows.map(({ name }) => name)
}
