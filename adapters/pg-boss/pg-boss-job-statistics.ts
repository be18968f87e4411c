import type { PgBoss } from 'pg-boss'
import { JOB_TYPES, type JobStatistics, type WaitingJobs } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { jobsOutcome } from './jobs-outcome.ts'
import { QUEUE_NAMES } from './queues.ts'

type Row = { readonly name: string; readonly waiting: string | number; readonly oldest: string | number | null }

/** Both look at the index that workers fetch by: one reads at most so many entries of it for each queue, the other one entry. */
const WAITING = `
  select queue.name, counted.waiting, first.oldest
  from unnest($1::text[]) as queue(name)
  cross join lateral (
    select count(*) as waiting
    from (select from pgboss.job where name = queue.name and state < 'active' and not blocked limit $2) as found
  ) as counted
  left join lateral (
    select extract(epoch from now() - created_on) * 1000 as oldest
    from pgboss.job
    where name = queue.name and state < 'active' and not blocked
    order by priority desc, created_on
    limit 1
  ) as first on true`

/** Reads pg-boss' table. */
export class PgBossJobStatistics implements JobStatistics {
  readonly #boss: PgBoss

  constructor(boss: PgBoss) {
    this.#boss = boss
  }

  waiting(most: number): Outcome<readonly WaitingJobs[]> {
    return jobsOutcome(() => this.#waiting(most))
  }

  async #waiting(most: number): Promise<readonly WaitingJobs[]> {
    const names = JOB_TYPES.map((type) => QUEUE_NAMES[type])
    const { rows } = (await this.#boss.getDb().executeSql(WAITING, [names, most])) as { readonly rows: readonly Row[] }
    const found = new Map(rows.map((row) => [row.name, row]))
    return JOB_TYPES.map((type) => {
      const { waiting = 0, oldest = null } = found.get(QUEUE_NAMES[type]) ?? {}
      return { type, waiting: Number(waiting), oldest: oldest === null ? null : Math.max(0, Number(oldest)) }
    })
  }
}
