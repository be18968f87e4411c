import { ResultAsync } from 'neverthrow'
import { type KyselyTransactionLike, PgBoss } from 'pg-boss'
import { JOB_TYPES, type JobFailure, type JobQueue, type JobRunner } from '#application/shared/jobs.ts'
import { type Outcome, unavailable, type Unavailable } from '#application/shared/outcome.ts'
import { PgBossJobQueue } from './pg-boss-job-queue.ts'
import { PgBossJobRunner } from './pg-boss-job-runner.ts'
import { isReachable, type JobsDatabase, optionsOf } from './jobs-database.ts'
import { QUEUE_NAMES, QUEUES, type QueueSettings, RETIRED } from './queues.ts'

export type JobsSettings = {
  /** Told of every job that failed, and of what goes wrong beside jobs, for the log. */
  readonly failed?: (failure: JobFailure | Unavailable) => void
  /** Seconds between two looks for jobs, beside the notifications; 0.5 at least. */
  readonly pollEvery?: number
  /** How long the runner's `stop` waits for jobs under way, in ms. */
  readonly grace?: number
  /** Seconds between two looks for jobs whose worker died. */
  readonly superviseEvery?: number
  /** Seconds before the first retry, in place of what {@link QUEUES} says. */
  readonly retryDelay?: number
}

const DEFAULTS = { failed: () => undefined, pollEvery: 3, grace: 10_000, superviseEvery: 10 } satisfies JobsSettings

/** Both ends of a queue that lies in the database beside everything else. */
export class PgBossJobs {
  readonly runner: JobRunner
  readonly #boss: PgBoss

  constructor(boss: PgBoss, runner: JobRunner) {
    this.#boss = boss
    this.runner = runner
  }

  /** The queue whose jobs commit and roll back with this transaction. */
  jobsIn(transaction: KyselyTransactionLike): JobQueue {
    return new PgBossJobQueue(this.#boss, transaction)
  }

  /** After the runner has stopped and nothing is queued any more, before the database is closed. May be repeated. */
  close(): Outcome<void> {
    return asking(() => this.#boss.stop({ graceful: false }))
  }
}

/** Opens the queue, and makes its tables where they are missing or old; several servers may do so at once. */
export const openJobs = (place: JobsDatabase, settings: JobsSettings = {}): Outcome<PgBossJobs> =>
  asking(async () => {
    const { failed, pollEvery, grace, superviseEvery, retryDelay } = { ...DEFAULTS, ...settings }
    const boss = new PgBoss({
      ...optionsOf(place),
      useListenNotify: true,
      schedule: false,
      superviseIntervalSeconds: superviseEvery,
      monitorIntervalSeconds: superviseEvery,
    })
    boss.on('error', (cause) => failed(unavailable('jobs', cause)))
    boss.on('warning', (cause) => failed(unavailable('jobs', cause)))
    try {
      await boss.start()
      await makeQueues(boss, retryDelay === undefined ? {} : { retryDelay, retryDelayMax: Math.max(1, retryDelay) })
    } catch (cause) {
      await boss.stop({ graceful: false }).catch(() => undefined)
      throw cause
    }
    return new PgBossJobs(boss, new PgBossJobRunner(boss, () => isReachable(place, boss), { pollEvery, grace, failed }))
  })

const makeQueues = async (boss: PgBoss, instead: QueueSettings): Promise<void> => {
  const there = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const name of RETIRED) if (there.has(name)) await retire(boss, name)
  for (const type of JOB_TYPES) {
    const wanted = { ...QUEUES[type], ...instead }
    const name = QUEUE_NAMES[type]
    const queue = there.get(name)
    const { policy: _, ...changeable } = wanted
    if (queue !== undefined && !differ(queue, changeable)) continue
    await (queue === undefined ? boss.createQueue(name, wanted) : boss.updateQueue(name, changeable))
    // pg-boss looks a queue up when it is first used: here, and not beside somebody's transaction while that is open.
    await boss.findJobs(name, { key: 'none' })
  }
}

/** Of several servers that start at once only one finds it, and pg-boss fails where there is nothing to delete. */
const retire = async (boss: PgBoss, name: string): Promise<void> => {
  try {
    await boss.deleteQueue(name)
  } catch (cause) {
    if ((await boss.getQueue(name)) !== null) throw cause
  }
}

const differ = (queue: object, wanted: object): boolean =>
  Object.entries(wanted).some(([name, value]) => Reflect.get(queue, name) !== value)

const asking = <Value>(ask: () => Promise<Value>): Outcome<Value> =>
  ResultAsync.fromThrowable(ask, (cause) => unavailable('jobs', cause))()
