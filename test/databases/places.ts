import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import type { DatabaseLocation } from '#adapters/mikro-orm/open-database.ts'
import type { JobsDatabase } from '#adapters/pg-boss/jobs-database.ts'
import { freshDatabase, freshPglite } from './fresh.ts'
import { type Statements, statementsOn } from './statements.ts'

/** A database of its own, a way to ask it past the adapters, and its end. */
export type Place = {
  readonly place: DatabaseLocation & JobsDatabase
  readonly statements: Statements
  readonly end: () => Promise<void>
}

/** A migrated one, unless an empty one is asked for. */
export type MakePlace = (how?: 'migrated' | 'empty') => Promise<Place>

const placeOnPglite: MakePlace = async (how) => {
  const pglite = how === 'empty' ? await PGlite.create({ loadDataDir: await dataDir() }) : await freshPglite()
  return { place: { pglite }, statements: await statementsOn(pglite), end: () => pglite.close() }
}

export const placeOnPostgres: MakePlace = async (how) => {
  const { url, drop } = await freshDatabase(how)
  const statements = await statementsOn(url)
  const end = async () => {
    await statements.close()
    await drop()
  }
  return { place: { databaseUrl: url }, statements, end }
}

/** Both kinds of database, each under its name. */
export const PLACES: readonly (readonly [name: string, make: MakePlace])[] = [
  ['PGlite', placeOnPglite],
  ['PostgreSQL', placeOnPostgres],
]
