import type { PGlite } from '@electric-sql/pglite'
import { type ConstructorOptions, fromPglite, type PgBoss } from 'pg-boss'

/** The application's own database, which the queue shares: a PostgreSQL server or an embedded PGlite. */
export type JobsDatabase = { readonly databaseUrl: string } | { readonly pglite: PGlite }

/** The size of the queue's own pool; pg-boss opens one more connection for LISTEN. */
const CONNECTIONS = 4

/** In ms. A connection that is half open would hold whoever looks for jobs for ever, and soon all of them. */
const TIMEOUTS = { connectionTimeoutMillis: 5_000, query_timeout: 10_000, keepAlive: true }

export const optionsOf = (database: JobsDatabase): ConstructorOptions =>
  'pglite' in database
    ? { db: fromPglite(shared(database.pglite)), backend: 'pglite', reindex: false, monitorVacuum: false }
    : {
        connectionString: database.databaseUrl,
        max: CONNECTIONS,
        application_name: 'soundhub jobs',
        ...TIMEOUTS,
      }

/** Throws if the database does not answer. PGlite gets no query: it could wait for a unit of work that waits for us. */
export const checkReachable = async (database: JobsDatabase, boss: PgBoss): Promise<void> => {
  if (!('pglite' in database)) await boss.getDb().executeSql('select 1')
  else if (database.pglite.closed) throw new Error('the embedded database is closed')
}

/**
 * pg-boss sends `begin; …; commit` as one string. If that fails midway, PGlite's only connection stays in an aborted
 * transaction and every later query fails. Wrapped in PGlite's own transaction, it is rolled back at once.
 */
const shared = (pglite: PGlite): Parameters<typeof fromPglite>[0] => ({
  query: (text, values) => pglite.query(text, values),
  exec: (text) =>
    /^\s*begin\b/i.test(text) ? pglite.transaction((transaction) => transaction.exec(text)) : pglite.exec(text),
  listen: (channel, notified) => pglite.listen(channel, notified),
})
