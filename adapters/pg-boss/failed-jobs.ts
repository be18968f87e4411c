import type { Outcome } from '#application/shared/outcome.ts'
import type { JobsDatabase } from './jobs-database.ts'
import { jobsQuery } from './schema.ts'

/** How many jobs of a queue were given up after their last attempt and are still remembered. */
export type FailedJobs = { readonly queue: string; readonly count: number }

/** Needs the tables of the queue, and no open queue. */
export const failedJobs = (database: JobsDatabase): Outcome<readonly FailedJobs[]> =>
  jobsQuery(
    database,
    `select name as queue, count(*)::int as count from pgboss.job where state = 'failed' group by name order by name`,
  ).map((rows) => rows as readonly FailedJobs[])
