import { ResultAsync } from 'neverthrow'
import type { Job as QueuedJob, PgBoss } from 'pg-boss'
import {
  type Job,
  type JobFailure,
  type JobRunner,
  JOB_TYPES,
  type JobType,
  type PerformJob,
} from '#application/shared/jobs.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import { CONCURRENCY, jobOf, QUEUE_NAMES, type StoredJob } from './queues.ts'

export type RunnerSettings = {
  /** Polling interval in seconds, in addition to notifications; at least 0.5. */
  readonly pollEvery: number
  /** How long `stop` waits for running jobs, in ms. */
  readonly grace: number
  /** Called for each failed attempt, for the log. */
  readonly onFailure: (failure: JobFailure) => void
}

/** Fetches jobs on notification, and polls for missed notifications and due retries. */
export class PgBossJobRunner implements JobRunner {
  readonly #boss: PgBoss
  readonly #settings: RunnerSettings
  readonly #checkReachable: () => Promise<void>
  readonly #active = new Map<string, JobType>()
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
      for (const type of JOB_TYPES) for (let at = 0; at < CONCURRENCY[type]; at++) await this.#work(type, perform)
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
      // Failing them now lets another worker retry at once, instead of after a missed heartbeat.
      for (const [id, type] of this.#active)
        await this.#boss.fail(QUEUE_NAMES[type], id, { message: 'interrupted: the worker is shutting down' })
    })
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
    this.#active.set(id, job.type)
    const failure = await attempt(job, () => perform(job, { id, requestId: data.requestId ?? null }))
    this.#active.delete(id)
    if (failure === null) return
    this.#settings.onFailure(failure)
    // pg-boss stores the thrown error in the job's row, so it must not contain details such as mail contents.
    throw new Error(`${job.type} failed; the log says why`)
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

const jobsOutcome = (ask: () => Promise<void>): Outcome<void> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('jobs', cause))()
