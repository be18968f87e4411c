import { type Kysely, sql } from 'kysely'
import { type DumpedTable, type DumpScope, foreignKeysIn, idOf, type SequenceState, tablesIn } from './catalog.ts'
import { makePortable } from './snapshot.ts'

/** Puts rows into the tables of a migrated database. */
export type Loader = {
  /** Rows as a snapshot gives them. */
  insert(table: DumpedTable, rows: readonly string[]): Promise<void>
}

/** What is to be loaded beside the rows. */
export type Loaded = { readonly tables: readonly DumpedTable[]; readonly sequences: readonly SequenceState[] }

const sameColumns = (one: DumpedTable, other: DumpedTable): boolean => {
  const texts = [one, other].map(({ columns }) => columns.map(({ name, type }) => `${name} ${type}`).toSorted())
  return texts[0]!.join() === texts[1]!.join()
}

const checkTables = (there: readonly DumpedTable[], given: readonly DumpedTable[]): void => {
  for (const table of given) {
    const found = there.find(({ name }) => name === table.name)
    if (found === undefined || !sameColumns(found, table))
      throw new Error(`the table ${table.name} is not one of this version of Soundhub`)
  }
}

const insert = async (kysely: Kysely<unknown>, table: DumpedTable, rows: readonly string[]): Promise<void> => {
  const columns = sql.join(table.columns.map(({ name }) => sql.id(name)))
  const values = sql.join(table.columns.map(({ type }, at) => sql`(row->>${sql.lit(at)})::${sql.raw(type)}`))
  await sql`insert into ${idOf(table.name)} (${columns}) overriding system value
    select ${values} from json_array_elements(${`[${rows.join(',')}]`}::json) row`.execute(kysely)
}

/**
 * Replaces the rows of the given tables in the given transaction. Meanwhile no trigger computes anything, and foreign keys
 * are away; they come back at the end and are checked then. Only the owner of the tables may do it; no superuser is needed.
 */
export const load = async (
  kysely: Kysely<unknown>,
  scope: DumpScope,
  { tables, sequences }: Loaded,
  fill: (loader: Loader) => Promise<void>,
): Promise<void> => {
  await makePortable(kysely)
  const all = await tablesIn(kysely, scope)
  checkTables(all, tables)
  const keys = await foreignKeysIn(kysely, all)
  for (const { name, table } of keys)
    await sql`alter table ${idOf(table)} drop constraint ${sql.id(name)}`.execute(kysely)
  for (const { name } of tables) await sql`alter table ${idOf(name)} disable trigger user`.execute(kysely)
  await sql`truncate ${sql.join(tables.map(({ name }) => idOf(name)))}`.execute(kysely)
  await fill({ insert: (table, rows) => insert(kysely, table, rows) })
  for (const { name, value, isCalled } of sequences) {
    const quoted = name.split('.').map((part) => `"${part}"`)
    await sql`select setval(${quoted.join('.')}::regclass, ${value}::bigint, ${isCalled})`.execute(kysely)
  }
  for (const { name, table, definition } of keys)
    await sql`alter table ${idOf(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(kysely)
  for (const { name } of tables) await sql`alter table ${idOf(name)} enable trigger user`.execute(kysely)
  for (const { name } of tables) await sql`analyze ${idOf(name)}`.execute(kysely)
}
