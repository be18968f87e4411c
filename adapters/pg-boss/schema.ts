import { Client } from 'pg'
import { getConstructionPlans } from 'pg-boss'
import type { Outcome } from '#application/shared/outcome.ts'
import { jobsOutcome } from './jobs-outcome.ts'
import type { JobsDatabase } from './jobs-database.ts'

/** The queue's tables are not those that this version works with. */
export type JobsSchemaMismatch = {
  readonly type: 'JobsSchemaMismatch'
  /** What the database is, compared to this version. */
  readonly database: 'older' | 'newer'
  readonly detail: string
}

/** The schema of pg-boss's tables. */
export const JOBS_SCHEMA = 'pgboss'

/** Its tables that hold jobs and queues; the others hold statistics, and what is due to them. */
export const JOB_TABLES: readonly string[] = ['queue', 'schedule', 'subscription', 'job', 'job_dependency'].map(
  (name) => `${JOBS_SCHEMA}.${name}`,
)

/** The version of pg-boss's tables that the installed package makes; only the statements that make them say it. */
export const JOBS_VERSION = Number(/version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans())?.[1])

const THERE = `select to_regclass('pgboss.version') is not null as is_there`
const VERSION = 'select version from pgboss.version'

type Query = (text: string) => Promise<{ readonly rows: readonly unknown[] }>

const versionBy = async (query: Query): Promise<number | null> => {
  const [there] = (await query(THERE)).rows as readonly { readonly is_there: boolean }[]
  if (there?.is_there !== true) return null
  const [row] = (await query(VERSION)).rows as readonly { readonly version: number }[]
  return row?.version ?? null
}

/** Asks a database whose queue is not open. */
const asking = async <Value>(database: JobsDatabase, work: (query: Query) => Promise<Value>): Promise<Value> => {
  if ('pglite' in database) return work((text) => database.pglite.query(text))
  const client = new Client({ connectionString: database.databaseUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return await work((text) => client.query(text))
  } finally {
    await client.end()
  }
}

const versionIn = (database: JobsDatabase): Promise<number | null> => asking(database, versionBy)

/** The rows of one query, of a database whose queue is not open. */
export const jobsQuery = (database: JobsDatabase, text: string): Outcome<readonly unknown[]> =>
  jobsOutcome(() => asking(database, async (query) => (await query(text)).rows))

/** `null` if the tables fit, or may be made to fit. A newer version's are never touched. */
export const schemaMismatch = async (
  database: JobsDatabase,
  { migrate }: { readonly migrate: boolean },
): Promise<JobsSchemaMismatch | null> => {
  const found = await versionIn(database)
  if (found === JOBS_VERSION || (migrate && (found ?? 0) < JOBS_VERSION)) return null
  const mismatch = (than: 'older' | 'newer'): JobsSchemaMismatch => ({
    type: 'JobsSchemaMismatch',
    database: than,
    detail: found === null ? 'it has no job queue' : `its job queue has version ${found} and not ${JOBS_VERSION}`,
  })
  return mismatch((found ?? 0) < JOBS_VERSION ? 'older' : 'newer')
}
