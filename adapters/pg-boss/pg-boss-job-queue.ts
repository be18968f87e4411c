import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { fromKysely, type KyselyTransactionLike, type PgBoss } from 'pg-boss'
import { type Job, type JobQueue, jobKey, type RetriedJobs } from '#application/shared/jobs.ts'
import { type Outcome, unavailable, type Unavailable } from '#application/shared/outcome.ts'
import { retryIn } from './pg-boss-failed-jobs.ts'
import { QUEUE_NAMES, type StoredJob } from './queues.ts'

/** Between two of our statements others may start or add the same job, but hardly this often. */
const MAX_ATTEMPTS = 8

/**
 * Adds jobs in the caller's transaction. If the same job is already waiting, its row is updated and thereby locked
 * until the commit: a worker that started it earlier would not see what the caller is about to save.
 */
export class PgBossJobQueue implements JobQueue {
  readonly #boss: PgBoss
  readonly #transaction: KyselyTransactionLike
  readonly #requestId: () => string | null

  constructor(boss: PgBoss, transaction: KyselyTransactionLike, requestId: () => string | null) {
    this.#boss = boss
    this.#transaction = transaction
    this.#requestId = requestId
  }

  add(job: Job): Outcome<void> {
    return new ResultAsync(this.#add(job))
  }

  retry(which: readonly string[] | 'all'): Outcome<RetriedJobs> {
    return retryIn(this.#boss, this.#transaction, which)
  }

  async #add(job: Job): Promise<Result<void, Unavailable>> {
    const requestId = this.#requestId()
    const stored: StoredJob = requestId === null ? job : { ...job, requestId }
    const options = { singletonKey: jobKey(job), startAfter: 0, db: fromKysely(this.#transaction) }
    try {
      for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
        const { updated, inserted } = await this.#boss.upsert(QUEUE_NAMES[job.type], stored, options)
        if (updated + inserted > 0) return ok()
      }
      return err(unavailable('jobs', new Error(`${job.type} could not be queued: the same job keeps changing`)))
    } catch (cause) {
      return err(unavailable('jobs', cause))
    }
  }
}
