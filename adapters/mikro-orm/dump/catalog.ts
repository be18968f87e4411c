import { type Kysely, sql } from 'kysely'
import { MIGRATIONS_TABLE } from '../migrations/migrations.ts'

/** A column, and its type as SQL writes it. */
export type DumpedColumn = { readonly name: string; readonly type: string }

/** A table and the columns that hold what is not computed. Tables of other schemas are called `schema.table`. */
export type DumpedTable = { readonly name: string; readonly columns: readonly DumpedColumn[] }

/** Where a sequence stands. Its name is like a table's. */
export type SequenceState = { readonly name: string; readonly value: string; readonly isCalled: boolean }

/** A constraint that the rows of another table have to fit. */
export type ForeignKey = { readonly name: string; readonly table: string; readonly definition: string }

/** Which tables are dumped beside all of the database's own schema, as `schema.table`, and which of that are not. */
export type DumpScope = { readonly others: readonly string[]; readonly leftOut: readonly string[] }

type Asked = Kysely<unknown>

/** The table as SQL names it. */
export const idOf = (name: string) => sql.id(...name.split('.'))

const NAME = sql`case when n.nspname = current_schema() then c.relname else n.nspname || '.' || c.relname end`

/** What an extension brought is the extension's. */
const isOfExtension = (catalog: string, id: string) => sql`exists (
  select from pg_depend d
  where d.classid = ${sql.lit(catalog)}::regclass and d.objid = ${sql.ref(id)} and d.deptype = 'e')`

/** The tables of the scope in order of name. Migrations are not among them: they are made again by migrating. */
export const tablesIn = async (kysely: Asked, { others, leftOut }: DumpScope): Promise<readonly DumpedTable[]> => {
  const { rows } = await sql<{ name: string; columns: string }>`
    select ${NAME} as name, json_agg(
      json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)::text as columns
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind in ('r', 'p') and not c.relispartition and not ${isOfExtension('pg_class', 'c.oid')}
      and (n.nspname = current_schema() or ${NAME} = any(${[...others]}::text[]))
      and ${NAME} <> all(${[MIGRATIONS_TABLE, ...leftOut]}::text[])
    group by 1 order by 1`.execute(kysely)
  return rows.map(({ name, columns }) => ({ name, columns: JSON.parse(columns) as readonly DumpedColumn[] }))
}

/** The sequences in the schemas of these tables, where they stand now. */
export const sequencesBeside = async (
  kysely: Asked,
  tables: readonly DumpedTable[],
): Promise<readonly SequenceState[]> => {
  const { rows } = await sql<{ name: string }>`
    select ${NAME} as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and not ${isOfExtension('pg_class', 'c.oid')}
      and n.nspname in (select split_part(t, '.', 1) from unnest(${tables.map(({ name }) => name)}::text[]) t
        where t like '%.%' union select current_schema())
    order by 1`.execute(kysely)
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const found = await sql<Omit<SequenceState, 'name'>>`
      select last_value::text as value, is_called as "isCalled" from ${idOf(name)}`.execute(kysely)
    states.push(...found.rows.map((state) => ({ name, ...state })))
  }
  return states
}

/** The foreign keys in the schemas of these tables. */
export const foreignKeysIn = async (kysely: Asked, tables: readonly DumpedTable[]): Promise<readonly ForeignKey[]> => {
  const { rows } = await sql<ForeignKey>`
    select k.conname as name, ${NAME} as "table", pg_get_constraintdef(k.oid) as definition
    from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0
      and n.nspname in (select relnamespace::regnamespace::text from pg_class
        where oid = any(${tables.map(({ name }) => name)}::regclass[]))
    order by 2, 1`.execute(kysely)
  return rows
}

/** Whether there is nothing in the database's own schema and none of the others. */
export const isEmpty = async (kysely: Asked, schemas: readonly string[]): Promise<boolean> => {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and not ${isOfExtension('pg_class', 'c.oid')})
      and not exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = current_schema() and not ${isOfExtension('pg_proc', 'p.oid')})
      and not exists (select from pg_namespace where nspname = any(${[...schemas]}::text[])) as empty`.execute(kysely)
  return rows[0]?.empty === true
}

/** Drops everything in the database's own schema and the other schemas, so that it is empty. */
export const clear = async (kysely: Asked, schemas: readonly string[]): Promise<void> => {
  for (const schema of schemas) await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(kysely)
  const drops = [
    sql`select 'table ' || c.oid::regclass as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname = current_schema() and not ${isOfExtension('pg_class', 'c.oid')}`,
    sql`select 'function ' || p.oid::regprocedure as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = current_schema() and not ${isOfExtension('pg_proc', 'p.oid')}`,
    sql`select 'type ' || t.oid::regtype as what from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype in ('e', 'd') and n.nspname = current_schema() and not ${isOfExtension('pg_type', 't.oid')}`,
  ]
  for (const drop of drops) {
    const { rows } = await (drop as ReturnType<typeof sql<{ what: string }>>).execute(kysely)
    for (const { what } of rows) await sql.raw(`drop ${what.replace(' ', ' if exists ')} cascade`).execute(kysely)
  }
}
