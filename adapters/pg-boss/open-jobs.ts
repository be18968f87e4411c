import { jobsOutcome } from './jobs-outcome.ts'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { type KyselyTransactionLike, PgBoss } from 'pg-boss'
import {
  JOB_TYPES,
  type JobFailure,
  type JobQueue,
  type JobRunner,
  type JobStatistics,
} from '#application/shared/jobs.ts'
import type { FailedJobs } from '#application/shared/failed-jobs.ts'
import { type Outcome, unavailable, type Unavailable } from '#application/shared/outcome.ts'
import { PgBossFailedJobs } from './pg-boss-failed-jobs.ts'
import { PgBossJobQueue } from './pg-boss-job-queue.ts'
import { PgBossJobRunner } from './pg-boss-job-runner.ts'
import { PgBossJobStatistics } from './pg-boss-job-statistics.ts'
import { checkReachable, type JobsDatabase, optionsOf } from './jobs-database.ts'
import { DEAD_LETTER_QUEUE, DEAD_LETTERS, QUEUE_NAMES, QUEUES, type QueueSettings, RETIRED } from './queues.ts'
import { type JobsSchemaMismatch, schemaMismatch } from './schema.ts'

export type JobsSettings = {
  /** Called for each failed attempt at a job and each error of the queue itself, for the log. */
  readonly onFailure?: (failure: JobFailure | Unavailable) => void
  /** Polling interval in seconds, in addition to notifications; at least 0.5. */
  readonly pollEvery?: number
  /** How long the runner's `stop` waits for running jobs, in ms. */
  readonly grace?: number
  /** Seconds between two checks for jobs whose worker died. */
  readonly superviseEvery?: number
  /** The request under way, which is stored with the jobs that it queues. */
  readonly requestId?: () => string | null
  /** Seconds before the first retry; overrides {@link QUEUES}. */
  readonly retryDelay?: number
  /** How often a failed job is tried again; overrides {@link QUEUES}. */
  readonly retryLimit?: number
  /** How many mixes the runner renders at once. Default: 1. */
  readonly renders?: number
  /** Whether to create or migrate the queue's tables and queues, the default. Otherwise they have to fit as they are. */
  readonly migrate?: boolean
}

const DEFAULTS = {
  onFailure: () => undefined,
  requestId: () => null,
  pollEvery: 3,
  grace: 10_000,
  superviseEvery: 10,
  renders: 1,
  migrate: true,
} satisfies JobsSettings

/** The job queue, stored in the application's database: jobs are added in a transaction and run by the runner. */
export class PgBossJobs {
  readonly runner: JobRunner
  readonly statistics: JobStatistics
  readonly failed: FailedJobs
  readonly #boss: PgBoss
  readonly #requestId: () => string | null

  constructor(boss: PgBoss, runner: JobRunner, requestId: () => string | null) {
    this.#boss = boss
    this.#requestId = requestId
    this.runner = runner
    this.statistics = new PgBossJobStatistics(boss)
    this.failed = new PgBossFailedJobs(boss)
  }

  /** The queue whose jobs commit and roll back with this transaction. */
  jobsIn(transaction: KyselyTransactionLike): JobQueue {
    return new PgBossJobQueue(this.#boss, transaction, this.#requestId)
  }

  /** Call it after the runner has stopped and before the database is closed. May be called more than once. */
  close(): Outcome<void> {
    return jobsOutcome(() => this.#boss.stop({ graceful: false }))
  }
}

/**
 * Opens the queue and creates or migrates its tables, unless `migrate` is off. Safe when several servers start at once.
 * Tables of a newer version are refused.
 */
export const openJobs = (
  database: JobsDatabase,
  settings: JobsSettings = {},
): ResultAsync<PgBossJobs, Unavailable | JobsSchemaMismatch> =>
  jobsOutcome(() => opened(database, { ...DEFAULTS, ...settings })).andThen((result) => result)

const opened = async (
  database: JobsDatabase,
  settings: Required<Omit<JobsSettings, 'retryDelay' | 'retryLimit'>> & JobsSettings,
): Promise<Result<PgBossJobs, JobsSchemaMismatch>> => {
  const { onFailure, pollEvery, grace, superviseEvery, retryDelay, retryLimit, renders, migrate, requestId } = settings
  const mismatch = await schemaMismatch(database, { migrate })
  if (mismatch !== null) return err(mismatch)
  const boss = new PgBoss({
    ...optionsOf(database),
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseEvery,
    monitorIntervalSeconds: superviseEvery,
  })
  const end = () => boss.stop({ graceful: false }).catch(() => undefined)
  boss.on('error', (cause) => onFailure(unavailable('jobs', cause)))
  boss.on('warning', (cause) => onFailure(unavailable('jobs', cause)))
  try {
    await boss.start()
    const missing = migrate ? [] : await missingQueues(boss)
    if (missing.length > 0) {
      await end()
      return err({ type: 'JobsSchemaMismatch', database: 'older', detail: `it has no queue ${missing.join(', ')}` })
    }
    const overrides = {
      ...(retryDelay !== undefined && { retryDelay, retryDelayMax: Math.max(1, retryDelay) }),
      ...(retryLimit !== undefined && { retryLimit }),
    }
    if (migrate) await createQueues(boss, overrides)
  } catch (cause) {
    await end()
    throw cause
  }
  const reachable = () => checkReachable(database, boss)
  const runner = new PgBossJobRunner(boss, reachable, { pollEvery, grace, renders, onFailure })
  return ok(new PgBossJobs(boss, runner, requestId))
}

const missingQueues = async (boss: PgBoss): Promise<readonly string[]> => {
  const existing = new Set((await boss.getQueues()).map(({ name }) => name))
  return [DEAD_LETTERS, ...JOB_TYPES.map((type) => QUEUE_NAMES[type])].filter((name) => !existing.has(name))
}

const createQueues = async (boss: PgBoss, overrides: QueueSettings): Promise<void> => {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const name of RETIRED) if (existing.has(name)) await retire(boss, name)
  // First the one to which the others refer.
  const all: readonly (readonly [name: string, wanted: QueueSettings])[] = [
    [DEAD_LETTERS, DEAD_LETTER_QUEUE],
    ...JOB_TYPES.map((type) => [QUEUE_NAMES[type], { ...QUEUES[type], ...overrides }] as const),
  ]
  for (const [name, wanted] of all) {
    const queue = existing.get(name)
    const { policy: _, ...changeable } = wanted
    if (queue !== undefined && !differ(queue, changeable)) continue
    await (queue === undefined ? boss.createQueue(name, wanted) : boss.updateQueue(name, changeable))
    // The first use makes pg-boss look the queue up; doing it here keeps that query out of a caller's open transaction.
    await boss.findJobs(name, { key: 'none' })
  }
}

/** If several servers start at once, only one can delete the queue, and pg-boss fails for the others. */
const retire = async (boss: PgBoss, name: string): Promise<void> => {
  try {
    await boss.deleteQueue(name)
  } catch (cause) {
    if ((await boss.getQueue(name)) !== null) throw cause
  }
}

const differ = (queue: object, wanted: object): boolean =>
  Object.entries(wanted).some(([name, value]) => Reflect.get(queue, name) !== value)
