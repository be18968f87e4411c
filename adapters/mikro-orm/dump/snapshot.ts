import { type Kysely, type RawBuilder, sql } from 'kysely'
import { companionFiles } from '#domain/image/image.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { MEDIA_COLUMNS } from '../queries/media-index.ts'
import { type DumpedTable, type DumpScope, idOf, type SequenceState, sequencesBeside, tablesIn } from './catalog.ts'

/** A file that a row names, and its SHA-256 where the row says it. */
export type NamedFile = { readonly path: MediaPath; readonly sha256: string | null }

/** All rows as they were at one moment. */
export type Snapshot = {
  readonly tables: readonly DumpedTable[]
  /** Asked after the moment: no row has a number that its sequence has not given. */
  readonly sequences: readonly SequenceState[]
  /** A table's rows in batches, each row the JSON array of its columns' texts. */
  rows(table: DumpedTable): AsyncIterable<readonly string[]>
  /** Every file that a row names or that accompanies one, once, in batches. Masters that are made when asked for are not. */
  media(): AsyncIterable<readonly NamedFile[]>
}

const ROWS_AT_ONCE = 500

/** As `pg_dump` does it: text that reads the same in every database, and no time limit. */
const SETTINGS = {
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '3',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}

/** For this transaction. */
export const makePortable = async (kysely: Kysely<unknown>): Promise<void> => {
  for (const [name, value] of Object.entries(SETTINGS))
    await sql`select set_config(${name}, ${value}, true)`.execute(kysely)
}

async function* fetched<Row>(kysely: Kysely<unknown>, query: RawBuilder<Row>): AsyncGenerator<readonly Row[]> {
  await sql`declare dumped no scroll cursor for ${query}`.execute(kysely)
  for (;;) {
    const { rows } = await sql<Row>`fetch forward ${sql.lit(ROWS_AT_ONCE)} from dumped`.execute(kysely)
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) break
  }
  await sql`close dumped`.execute(kysely)
}

const rowsOf = (table: DumpedTable): RawBuilder<{ row: string }> => {
  const texts = table.columns.map(({ name }) => sql`${sql.id(name)}::text`)
  return sql`select to_json(array[${sql.join(texts)}]::text[])::text as row from ${idOf(table.name)}`
}

/** The files of a stem are named in the track's JSON. */
const STEM_FILES = ['path', 'peaks', 'waveform']

const filesNamed = (): RawBuilder<NamedFile> => {
  const named = MEDIA_COLUMNS.flatMap(({ table, columns }) =>
    columns.flatMap((column) => {
      if (column !== 'track_path')
        return [sql`select ${sql.ref(column)} as path, null as sha256 from ${sql.table(table)}`]
      const stem = STEM_FILES.map(
        (file) => sql`select track_ingest->'stem'->>${sql.lit(file)}, null from ${sql.table(table)}`,
      )
      return [sql`select track_path as path, track_sha256 as sha256 from ${sql.table(table)}`, ...stem]
    }),
  )
  return sql`select path, max(sha256) as sha256 from (${sql.join(named, sql` union all `)}) named
    where path is not null group by path order by path collate "C"`
}

async function* mediaIn(kysely: Kysely<unknown>): AsyncGenerator<readonly NamedFile[]> {
  for await (const files of fetched(kysely, filesNamed()))
    yield files.flatMap((file) => [file, ...companionFiles(file.path).map((path) => ({ path, sha256: null }))])
}

/** Takes the snapshot in the given transaction, which is `repeatable read`. Nobody can change a table meanwhile. */
export const takeSnapshot = async (kysely: Kysely<unknown>, scope: DumpScope): Promise<Snapshot> => {
  await makePortable(kysely)
  const tables = await tablesIn(kysely, scope)
  await sql`lock table ${sql.join(tables.map(({ name }) => idOf(name)))} in access share mode`.execute(kysely)
  return {
    tables,
    sequences: await sequencesBeside(kysely, tables),
    rows: async function* (table) {
      for await (const rows of fetched(kysely, rowsOf(table))) yield rows.map(({ row }) => row)
    },
    media: () => mediaIn(kysely),
  }
}
