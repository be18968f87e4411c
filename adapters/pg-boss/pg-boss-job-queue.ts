import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { fromKysely, type KyselyTransactionLike, type PgBoss } from 'pg-boss'
import { type Job, type JobQueue, jobKey } from '#application/shared/jobs.ts'
import { type Outcome, unavailable, type Unavailable } from '#application/shared/outcome.ts'
import { QUEUE_NAMES } from './queues.ts'

/** Others may begin or add the same job between two statements of ours, but hardly so often. */
const MAX_TRIES = 8

/**
 * Queues in the caller's transaction. A job that waits already is touched, so that it stays locked until the commit:
 * begun earlier, it would not see what the caller is about to save.
 */
export class PgBossJobQueue implements JobQueue {
  readonly #boss: PgBoss
  readonly #transaction: KyselyTransactionLike

  constructor(boss: PgBoss, transaction: KyselyTransactionLike) {
    this.#boss = boss
    this.#transaction = transaction
  }

  add(job: Job): Outcome<void> {
    return new ResultAsync(this.#add(job))
  }

  async #add(job: Job): Promise<Result<void, Unavailable>> {
    const options = { singletonKey: jobKey(job), startAfter: 0, db: fromKysely(this.#transaction) }
    try {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const { updated, inserted } = await this.#boss.upsert(QUEUE_NAMES[job.type], job, options)
        if (updated + inserted > 0) return ok()
      }
      return err(unavailable('jobs', new Error(`${job.type} could not be queued: the same job comes and goes`)))
    } catch (cause) {
      return err(unavailable('jobs', cause))
    }
  }
}
