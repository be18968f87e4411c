import { fromKysely, type KyselyTransactionLike, type PgBoss } from 'pg-boss'
import type { FailedJob, FailedJobs } from '#application/shared/failed-jobs.ts'
import { JOB_TYPES, type JobType, type RetriedJobs } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { jobsOutcome } from './jobs-outcome.ts'
import { DEAD_LETTERS, QUEUE_NAMES } from './queues.ts'

type Row = {
  readonly id: string
  readonly queue: string
  readonly failed: string | number
  readonly codes: string | null
}

const TYPES: ReadonlyMap<string, JobType> = new Map(JOB_TYPES.map((type) => [QUEUE_NAMES[type], type]))

/** Of the queues that are there. */
const DEAD = `from pgboss.job where name = $1 and state = 'created' and source_name = any($2)`

/** `codes` is what the runner stored; nothing where pg-boss itself ended the job. */
const LIST = `
  select id, source_name as queue, extract(epoch from created_on) * 1000 as failed, source_output->>'codes' as codes
  ${DEAD}
  order by created_on, id
  limit $3`

/** Those that are there now: a job that fails again meanwhile is not queued for ever. Locked, so that nobody else takes them. */
const TAKE = `select id ${DEAD} and ($3::uuid[] is null or id = any($3::uuid[])) order by id for update`

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
      const values = [DEAD_LETTERS, [...TYPES.keys()], most]
      const { rows } = (await this.#boss.getDb().executeSql(LIST, values)) as { readonly rows: readonly Row[] }
      return rows.map(({ id, queue, failed, codes }) => ({
        id,
        type: TYPES.get(queue)!,
        failedAt: Math.round(Number(failed)) as Instant,
        why: codes ?? '',
      }))
    })
  }
}

/** Queues failed jobs again, in the caller's transaction. */
export const retryIn = (
  boss: PgBoss,
  transaction: KyselyTransactionLike,
  which: readonly string[] | 'all',
): Outcome<RetriedJobs> =>
  jobsOutcome(async () => {
    const db = fromKysely(transaction)
    const wanted = which === 'all' ? null : which.filter((id) => UUID.test(id))
    const values = [DEAD_LETTERS, [...TYPES.keys()], wanted]
    const { rows } = (await db.executeSql(TAKE, values)) as { readonly rows: readonly Pick<Row, 'id'>[] }
    const taken = rows.map(({ id }) => id)
    let queued = 0
    for (let at = 0; at < taken.length; at += AT_ONCE)
      queued += await boss.redrive(DEAD_LETTERS, { ids: taken.slice(at, at + AT_ONCE), limit: AT_ONCE, db })
    return { taken, queued }
  })
