import { err, ok, okAsync, safeTry } from 'neverthrow'
import { type Milliseconds, MINUTE, SECOND } from '#domain/shared/instant.ts'
import { SWEEP_INTERVAL } from '#domain/track/orphan.ts'
import { heldLeases } from './mix/held-leases.ts'
import { requeueWaitingMixes } from './mix/requeue-waiting-mixes.ts'
import { performJob, type PerformJobDependencies } from './perform-job.ts'
import type { JobRunner } from './shared/jobs.ts'
import type { Outcome, Unavailable } from './shared/outcome.ts'
import type { Scheduler } from './shared/system.ts'
import { queueWaitingTracks } from './track/queue-waiting-tracks.ts'
import { queueSweep } from './track/sweep-orphans.ts'

/** What a worker needs. */
export type WorkerDependencies = Omit<PerformJobDependencies, 'heldLeases'> & {
  readonly jobRunner: JobRunner
  readonly scheduler: Scheduler
  readonly mixLease: Milliseconds
}

/** What the worker does beside jobs, by name, for the log. */
export type WorkerTask = 'requeue waiting mixes' | 'queue tracks to ingest' | 'queue a sweep'

/** What a host may tell a worker. */
export type WorkerSettings = {
  /** Called when a task beside the jobs fails; it is tried again at its next turn. */
  readonly onFailure?: (task: WorkerTask, failure: Unavailable) => void
}

const MAX_WATCH_INTERVAL = 5 * SECOND

/** Tracks wait here only after an upgrade, or if their job was lost. */
const INGEST_INTERVAL = MINUTE

/** Performs jobs, picks up mixes and proposals whose worker did not come back and tracks that are not ingested, and queues a sweep of orphaned files now and then. */
export const worker = (given: WorkerDependencies) => {
  const leases = heldLeases()
  const deps = { ...given, heldLeases: leases }
  let cancellations: readonly (() => void)[] = []

  const cancel = (): void => {
    for (const stop of cancellations) stop()
    cancellations = []
  }

  return {
    /**
     * Starts to perform jobs in this process. Any number of processes may; without one, mails are not sent and mixes are not
     * rendered. The first sweep comes an hour later at the earliest, so that a worker started on the wrong database can be
     * stopped in time.
     */
    start: ({ onFailure = () => undefined }: WorkerSettings = {}): Outcome<void> =>
      safeTry(async function* () {
        cancel()
        const watch = () => requeueWaitingMixes(deps)().orTee((failure) => onFailure('requeue waiting mixes', failure))
        const ingest = () => queueWaitingTracks(deps)().orTee((failure) => onFailure('queue tracks to ingest', failure))
        const sweep = () => queueSweep(deps)().orTee((failure) => onFailure('queue a sweep', failure))
        // Before anything is waited for, so that a stop in the meantime cancels these too.
        cancellations = [
          deps.scheduler.every(Math.min(MAX_WATCH_INTERVAL, deps.mixLease), watch),
          deps.scheduler.every(INGEST_INTERVAL, ingest),
          deps.scheduler.every(SWEEP_INTERVAL, sweep),
        ]
        yield* deps.jobRunner.start(performJob(deps)).orTee(cancel)
        yield* watch().orElse(() => okAsync())
        yield* ingest().orElse(() => okAsync())
        return ok()
      }),

    /**
     * Takes no further job and ends when those under way are done or have been given back, without having spent one of
     * their tries: another worker can take them at once. May be repeated.
     */
    stop: (): Outcome<void> => {
      cancel()
      return deps.jobRunner
        .stop()
        .andThen(() => leases.giveBackAll())
        .orElse((refusal) => leases.giveBackAll().andThen(() => err(refusal)))
    },

    /** Performs one job; for hosts whose queue is not a `JobRunner`. Every job may be repeated. */
    performJob: performJob(deps),
  }
}
