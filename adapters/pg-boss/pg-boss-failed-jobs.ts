import { jobsOutcome } from './jobs-outcome.ts'
import type { PgBoss } from 'pg-boss'
import type { FailedJob, FailedJobs } from '#application/shared/failed-jobs.ts'
import { JOB_TYPES } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { DEAD_LETTERS, QUEUE_NAMES } from './queues.ts'

type Row = {
  readonly id: string
  readonly queue: string
  readonly failed: string | number
  readonly codes: string | null
}

/** What the runner stored; nothing where pg-boss itself ended the job. */
const DEAD = `
  select id, source_name as queue, extract(epoch from created_on) * 1000 as failed, source_output->>'codes' as codes
  from pgboss.job
  where name = $1 and state = 'created'
  order by created_on, id
  limit $2`

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const AT_ONCE = 1_000

/** The queue into which pg-boss moves a job that failed at its last try. */
export class PgBossFailedJobs implements FailedJobs {
  readonly #boss: PgBoss

  constructor(boss: PgBoss) {
    this.#boss = boss
  }

  list(most: number): Outcome<readonly FailedJob[]> {
    return jobsOutcome(async () => {
      const rows = await this.#dead(most)
      return rows.flatMap(({ id, queue, failed, codes }) => {
        const type = JOB_TYPES.find((one) => QUEUE_NAMES[one] === queue)
        return type === undefined
          ? []
          : [{ id, type, failedAt: Math.round(Number(failed)) as Instant, why: codes ?? '' }]
      })
    })
  }

  async #dead(most: number | null): Promise<readonly Row[]> {
    const { rows } = (await this.#boss.getDb().executeSql(DEAD, [DEAD_LETTERS, most])) as { readonly rows: Row[] }
    return rows
  }

  retry(which: readonly string[] | 'all'): Outcome<number> {
    return jobsOutcome(async () => {
      // Those that are there now: a job that fails again meanwhile is not queued for ever.
      const ids = which === 'all' ? (await this.#dead(null)).map(({ id }) => id) : which.filter((id) => UUID.test(id))
      let queued = 0
      for (let at = 0; at < ids.length; at += AT_ONCE)
        queued += await this.#boss.redrive(DEAD_LETTERS, { ids: ids.slice(at, at + AT_ONCE), limit: AT_ONCE })
      return queued
    })
  }
}
