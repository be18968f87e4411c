import type { Run, RunName, RunningRun } from '#domain/idempotency/run.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Runs, one a user and key; they go with their user. */
export interface RunRepository {
  /** `false` where one of this name is there already; one that is just being added by somebody else is waited for. */
  add(run: RunningRun): Outcome<boolean>
  /** Locked until the transaction ends. `null` where there is none, or no longer. */
  byName(name: RunName): Outcome<Run | null>
  /** A run that was removed meanwhile stays removed. */
  save(run: Run): Outcome<void>
  /** May be repeated. */
  remove(name: RunName): Outcome<void>
  /** Removes up to `limit` runs that began at this moment or before, passing over those somebody is at work on. */
  removeBegunUntil(moment: Instant, limit: number): Outcome<void>
}
