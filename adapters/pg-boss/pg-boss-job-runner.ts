import { ResultAsync } from 'neverthrow'
import type { Job as QueuedJob, PgBoss } from 'pg-boss'
import { type Job, type JobFailure, type JobRunner, JOB_TYPES, type JobType } from '#application/shared/jobs.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import { CONCURRENCY, jobOf, QUEUE_NAMES } from './queues.ts'

export type RunnerSettings = {
  /** Seconds between two looks, beside the notifications; 0.5 at least. */
  readonly pollEvery: number
  /** How long `stop` waits for jobs under way, in ms. */
  readonly grace: number
  /** Told of every failure, for the log. */
  readonly failed: (failure: JobFailure) => void
}

type Perform = (job: Job) => Outcome<void, JobFailure>

/** Takes jobs as they are notified, and looks by itself where a notification was missed or a pause is over. */
export class PgBossJobRunner implements JobRunner {
  readonly #boss: PgBoss
  readonly #settings: RunnerSettings
  readonly #isReachable: () => Promise<void>
  readonly #underWay = new Map<string, JobType>()
  #isRunning = false

  constructor(boss: PgBoss, isReachable: () => Promise<void>, settings: RunnerSettings) {
    this.#boss = boss
    this.#isReachable = isReachable
    this.#settings = settings
  }

  start(perform: Perform): Outcome<void> {
    return asking(async () => {
      await this.#isReachable()
      if (this.#isRunning) await this.#takeNoMore()
      this.#isRunning = true
      for (const type of JOB_TYPES) for (let at = 0; at < CONCURRENCY[type]; at++) await this.#work(type, perform)
    })
  }

  stop(): Outcome<void> {
    return asking(async () => {
      if (!this.#isRunning) return
      this.#isRunning = false
      const over = Promise.withResolvers<void>()
      const clock = setTimeout(over.resolve, this.#settings.grace)
      await Promise.race([this.#takeNoMore(), over.promise])
      clearTimeout(clock)
      // Given back now rather than when their heartbeat is missed.
      for (const [id, type] of this.#underWay)
        await this.#boss.fail(QUEUE_NAMES[type], id, { message: 'cut off by the end of its worker' })
    })
  }

  async #work(type: JobType, perform: Perform): Promise<void> {
    const { pollEvery } = this.#settings
    const pace = { pollingIntervalSeconds: pollEvery, notifyPollingIntervalSeconds: pollEvery }
    const worker = await this.#boss.work<Job>(QUEUE_NAMES[type], pace, async ([queued]) => {
      // Where one job was there may be more: without this a worker rests after each.
      this.#boss.notifyWorker(worker)
      if (queued !== undefined) await this.#perform(queued, perform)
    })
  }

  async #takeNoMore(): Promise<void> {
    await Promise.all(JOB_TYPES.map((type) => this.#boss.offWork(QUEUE_NAMES[type], { wait: true })))
  }

  async #perform({ id, data }: QueuedJob<Job>, perform: Perform): Promise<void> {
    const job = jobOf(data)
    this.#underWay.set(id, job.type)
    const failure = await attempt(job, perform)
    this.#underWay.delete(id)
    if (failure === null) return
    this.#settings.failed(failure)
    // pg-boss keeps what is thrown in the job's row, where no detail of a mail belongs.
    throw new Error(`${job.type} failed; the log says why`)
  }
}

/** Also a `perform` that throws has failed. */
const attempt = async (job: Job, perform: Perform): Promise<JobFailure | null> => {
  try {
    const result = await perform(job)
    if (result.isOk()) return null
    return result.error.type === 'JobFailure' ? result.error : { type: 'JobFailure', job, cause: result.error }
  } catch (cause) {
    return { type: 'JobFailure', job, cause }
  }
}

const asking = (ask: () => Promise<void>): Outcome<void> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('jobs', cause))()
