import type { Outcome } from '#application/shared/outcome.ts'
import type { JobsDatabase } from './jobs-database.ts'
import { DEAD_LETTERS } from './queues.ts'
import { jobsQuery } from './schema.ts'

/** How many jobs of a queue failed at every try. */
export type DeadLetters = { readonly queue: string; readonly count: number }

/** Needs the tables of the queue, and no open queue. */
export const countDeadLetters = (database: JobsDatabase): Outcome<readonly DeadLetters[]> =>
  jobsQuery(
    database,
    `select source_name as queue, count(*)::int as count from pgboss.job
      where name = '${DEAD_LETTERS}' and state = 'created' group by source_name order by source_name`,
  ).map((rows) => rows as readonly DeadLetters[])
