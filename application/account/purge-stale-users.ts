import { ok, safeTry } from 'neverthrow'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** Users removed in one transaction. */
export const PURGE_BATCH = 1000

/** Removes every stale pending user, in batches. Returns how many. */
export const purgeStaleUsers =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'users'>; readonly clock: Clock }) => (): Outcome<number> =>
    safeTry(async function* () {
      const now = deps.clock.now()
      let purged = 0
      let batch: number
      do {
        batch = yield* deps.unitOfWork.run(({ users }) => users.removeStale(now, PURGE_BATCH))
        purged += batch
      } while (batch === PURGE_BATCH)
      return ok(purged)
    })
