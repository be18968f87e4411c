import { err, ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import { type Job, type JobFailure, jobKey, type JobRunner, type PerformJob } from '#application/shared/jobs.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { MemoryFailedJobs } from './memory-failed-jobs.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import { idleTimer, type Timer } from './timers.ts'

export type MemoryJobRunnerSettings = {
  /** `true`: jobs begin as soon as they are committed. `false`: only {@link MemoryJobRunner.drain} performs them. */
  readonly byItself: boolean
  /** How long a failed job waits before it is retried, in milliseconds. */
  readonly retryPause: Milliseconds
  /** How often a job may fail in a row before it counts as failed; see `FailedJobs`. Without a limit by default. */
  readonly tries: number
  /** How long `stop` waits for running jobs, in milliseconds. Unfinished ones run again at the next start. */
  readonly grace: Milliseconds
  /** Called at every failure, for logging. */
  readonly failed: (failure: JobFailure) => void
}

/** The result of a drain. The jobs in `left` failed {@link MAX_TRIES} times and stay queued. */
export type Drained = { readonly performed: number; readonly left: readonly Job[] }

export type MemoryJobRunner = JobRunner & {
  /** Performs all queued jobs one by one, including retries and jobs that they queue, until none is left. */
  drain(): Outcome<Drained>
}

/** How often a drain tries a job. */
export const MAX_TRIES = 3

const MAX_CONCURRENT = 4

/** Retried like a job if the rows cannot be read. */
const THE_ROWS = 'rows'

const DEFAULTS: MemoryJobRunnerSettings = {
  byItself: true,
  retryPause: SECOND,
  tries: Infinity,
  grace: 5 * SECOND,
  failed: () => {},
}

export const memoryJobRunner = (
  store: MemoryStore,
  deadLetters: MemoryFailedJobs,
  settings: Partial<MemoryJobRunnerSettings> = {},
): MemoryJobRunner => {
  const { byItself, retryPause, tries: maximumTries, grace, failed } = { ...DEFAULTS, ...settings }
  const underWay = new Map<Promise<boolean>, Job>()
  const returned = new Set<Job>()
  const resting = new Map<string, Timer>()
  const failures = new Map<string, number>()
  let attempts = 0
  let perform: PerformJob | null = null
  let unsubscribe: (() => void) | null = null
  let isLooking = false
  let mayHaveMore = false

  /** Takes a job in its own unit of work, so that no job starts while a unit that queues it is still open. */
  const take = (mayBegin: (key: string) => boolean): Outcome<Job | null> => {
    const comingBack: Job[] = []
    return store
      .run((unit) =>
        unit.step((draft) => {
          comingBack.push(...returned)
          returned.clear()
          for (const job of comingBack) if (!draft.now().jobs.has(jobKey(job))) draft.put('jobs', jobKey(job), job)
          const found = [...draft.now().jobs].find(([key]) => perform !== null && mayBegin(key))
          if (found === undefined) return ok(null)
          draft.take('jobs', found[0])
          return ok(found[1])
        }),
      )
      .orTee(() => comingBack.forEach((job) => returned.add(job)))
  }

  /** Whether the job succeeded. A failed one is held in memory until it is retried, because an outage may keep it from being stored. */
  const run = async (job: Job): Promise<boolean> => {
    const outcome = await attempt(job, `attempt-${++attempts}`, perform)
    const key = jobKey(job)
    const times = outcome.isOk() ? 0 : (failures.get(key) ?? 0) + 1
    failures.delete(key)
    if (outcome.isOk()) return true
    failed({ type: 'JobFailure', job, cause: outcome.error })
    if (times >= maximumTries && (await deadLetters.bury(job, outcome.error)).isOk()) return false
    failures.set(key, times)
    returned.add(job)
    restFor(key)
    return false
  }

  const begin = (job: Job): Promise<boolean> => {
    const running = run(job).finally(() => underWay.delete(running))
    underWay.set(running, job)
    return running
  }

  const restFor = (key: string): void => {
    clearTimeout(resting.get(key))
    const wakeUp = () => {
      resting.delete(key)
      void lookForJobs()
    }
    resting.set(key, idleTimer(wakeUp, retryPause))
  }

  const mayTakeOne = (): boolean => mayHaveMore && perform !== null && underWay.size < MAX_CONCURRENT

  const lookForJobs = async (): Promise<void> => {
    mayHaveMore = byItself
    if (isLooking) return
    isLooking = true
    while (mayTakeOne()) {
      mayHaveMore = false
      const taken = await take((key) => !resting.has(key))
      if (taken.isErr()) restFor(THE_ROWS)
      else if (taken.value !== null) {
        mayHaveMore = true
        void begin(taken.value).then(lookForJobs)
      }
    }
    isLooking = false
  }

  const drain = async (): Promise<Result<Drained, Unavailable>> => {
    if (perform === null) return err(unavailable('jobs', new Error('the job runner was not started')))
    const tries = new Map<string, number>()
    let performed = 0
    for (;;) {
      const taken = await take((key) => (tries.get(key) ?? 0) < MAX_TRIES)
      if (taken.isErr()) return err(taken.error)
      const job = taken.value
      if (job !== null) {
        tries.set(jobKey(job), (tries.get(jobKey(job)) ?? 0) + 1)
        if (await begin(job)) performed++
      } else if (underWay.size > 0) await Promise.race(underWay.keys())
      else return store.read(({ jobs }) => ({ performed, left: [...jobs.values()] }))
    }
  }

  const stop = async (): Promise<void> => {
    perform = null
    unsubscribe?.()
    resting.forEach((timer) => clearTimeout(timer))
    resting.clear()
    const over = Promise.withResolvers<void>()
    const timer = setTimeout(over.resolve, grace)
    await Promise.race([Promise.all(underWay.keys()), over.promise])
    clearTimeout(timer)
    underWay.forEach((job) => returned.add(job))
    await take(() => false)
  }

  return {
    start: (given) =>
      okAsync()
        .andThen(() => store.outage.check('jobs'))
        .map(() => {
          perform = given
          unsubscribe?.()
          unsubscribe = store.onCommit((before, after) => {
            if (after.jobs !== before.jobs) void lookForJobs()
          })
          void lookForJobs()
        }),
    stop: () => ResultAsync.fromSafePromise(stop()).andThen(() => store.outage.check('jobs')),
    drain: () => new ResultAsync(drain()),
  }
}

/** A `perform` that throws counts as failed. */
const attempt = async (job: Job, id: string, perform: PerformJob | null): Promise<Result<unknown, unknown>> => {
  try {
    return (await perform?.(job, { id, requestId: null })) ?? err('stopped')
  } catch (cause) {
    return err(cause)
  }
}
