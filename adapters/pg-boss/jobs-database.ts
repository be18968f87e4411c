import type { PGlite } from '@electric-sql/pglite'
import { type ConstructorOptions, fromPglite, type PgBoss } from 'pg-boss'

/** The database the queue shares: a server, or the instance in this process. */
export type JobsDatabase = { readonly databaseUrl: string } | { readonly pglite: PGlite }

/** Connections for the queue alone; one more listens. */
const CONNECTIONS = 4

export const optionsOf = (place: JobsDatabase): ConstructorOptions =>
  'pglite' in place
    ? { db: fromPglite(shared(place.pglite)), backend: 'pglite', reindex: false, monitorVacuum: false }
    : {
        connectionString: place.databaseUrl,
        max: CONNECTIONS,
        connectionTimeoutMillis: 5_000,
        application_name: 'soundhub jobs',
      }

/** Whether the database answers. Not asked of PGlite by a statement: that would wait for a unit that waits for us. */
export const isReachable = async (place: JobsDatabase, boss: PgBoss): Promise<void> => {
  if (!('pglite' in place)) await boss.getDb().executeSql('select 1')
  else if (place.pglite.closed) throw new Error('the embedded database is closed')
}

/**
 * pg-boss sends `begin; …; commit` as one text. Where that fails midway PGlite's only connection is left in a broken
 * transaction, and whoever comes next finds it so; inside PGlite's own transaction it is rolled back at once.
 */
const shared = (pglite: PGlite): Parameters<typeof fromPglite>[0] => ({
  query: (text, values) => pglite.query(text, values),
  exec: (text) =>
    /^\s*begin\b/i.test(text) ? pglite.transaction((transaction) => transaction.exec(text)) : pglite.exec(text),
  listen: (channel, notified) => pglite.listen(channel, notified),
})
