import { jobsOutcome } from './jobs-outcome.ts'
import type { Job as QueuedJob, PgBoss } from 'pg-boss'
import {
  type Job,
  type JobFailure,
  jobKey,
  type JobRunner,
  JOB_TYPES,
  type JobType,
  type PerformJob,
} from '#application/shared/jobs.ts'
import { failureCodes } from '#application/shared/failed-jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { concurrencyOf, jobOf, QUEUE_NAMES, type StoredJob } from './queues.ts'

export type RunnerSettings = {
  /** Polling interval in seconds, in addition to notifications; at least 0.5. */
  readonly pollEvery: number
  /** How long `stop` waits for running jobs, in ms. */
  readonly grace: number
  /** How many mixes are rendered at once. */
  readonly renders: number
  /** Called for each failed attempt, for the log. */
  readonly onFailure: (failure: JobFailure) => void
}

/** Fetches jobs on notification, and polls for missed notifications and due retries. */
export class PgBossJobRunner implements JobRunner {
  readonly #boss: PgBoss
  readonly #settings: RunnerSettings
  readonly #checkReachable: () => Promise<void>
  readonly #active = new Map<string, StoredJob>()
  #isRunning = false

  constructor(boss: PgBoss, checkReachable: () => Promise<void>, settings: RunnerSettings) {
    this.#boss = boss
    this.#checkReachable = checkReachable
    this.#settings = settings
  }

  start(perform: PerformJob): Outcome<void> {
    return jobsOutcome(async () => {
      await this.#checkReachable()
      if (this.#isRunning) await this.#stopWorkers()
      this.#isRunning = true
      const { renders } = this.#settings
      for (const type of JOB_TYPES)
        for (let at = 0; at < concurrencyOf(type, renders); at++) await this.#work(type, perform)
    })
  }

  stop(): Outcome<void> {
    return jobsOutcome(async () => {
      if (!this.#isRunning) return
      this.#isRunning = false
      const timedOut = Promise.withResolvers<void>()
      const timer = setTimeout(timedOut.resolve, this.#settings.grace)
      await Promise.race([this.#stopWorkers(), timedOut.promise])
      clearTimeout(timer)
      for (const [id, stored] of this.#active) await this.#giveBack(id, stored)
    })
  }

  /**
   * Another worker is notified and can take it at once; a job that failed would have spent a try and would have to rest. It
   * is queued anew and not put back, because what this process still does with the old one must not settle the new one.
   */
  async #giveBack(id: string, stored: StoredJob): Promise<void> {
    const job = jobOf(stored)
    const name = QUEUE_NAMES[job.type]
    await this.#boss.upsert(name, stored, { singletonKey: jobKey(job), startAfter: 0 })
    await this.#boss.complete(name, id, { message: 'given back: the worker stopped' })
  }

  async #work(type: JobType, perform: PerformJob): Promise<void> {
    const { pollEvery } = this.#settings
    const polling = { pollingIntervalSeconds: pollEvery, notifyPollingIntervalSeconds: pollEvery }
    const worker = await this.#boss.work<StoredJob>(QUEUE_NAMES[type], polling, async ([queued]) => {
      // There may be more jobs; without this, the worker waits for the polling interval after each one.
      this.#boss.notifyWorker(worker)
      if (queued !== undefined) await this.#perform(queued, perform)
    })
  }

  async #stopWorkers(): Promise<void> {
    await Promise.all(JOB_TYPES.map((type) => this.#boss.offWork(QUEUE_NAMES[type], { wait: true })))
  }

  async #perform({ id, data }: QueuedJob<StoredJob>, perform: PerformJob): Promise<void> {
    const job = jobOf(data)
    this.#active.set(id, data)
    const failure = await attempt(job, () => perform(job, { id, requestId: data.requestId ?? null }))
    this.#active.delete(id)
    if (failure === null) return
    this.#settings.onFailure(failure)
    // pg-boss stores the thrown error in the job's row, so it must not contain details such as mail contents.
    throw Object.assign(new Error(`${job.type} failed; the log says why`), { codes: failureCodes(failure.cause) })
  }
}

/** Treats an exception from `perform` as a failure, too. */
const attempt = async (job: Job, perform: () => ReturnType<PerformJob>): Promise<JobFailure | null> => {
  try {
    const result = await perform()
    if (result.isOk()) return null
    return result.error.type === 'JobFailure' ? result.error : { type: 'JobFailure', job, cause: result.error }
  } catch (cause) {
    return { type: 'JobFailure', job, cause }
  }
}
