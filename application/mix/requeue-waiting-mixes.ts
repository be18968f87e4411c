import { ok, safeTry } from 'neverthrow'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** How many mixes are looked at in one round. */
const BATCH = 100

/** Queues every waiting mix whose worker did not come back. A mix that is queued already is not queued twice. */
export const requeueWaitingMixes =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'mixes' | 'jobs'>; readonly clock: Clock }) => (): Outcome<number> =>
    deps.unitOfWork.run(({ mixes, jobs }) =>
      safeTry(async function* () {
        const waiting = yield* mixes.waiting(deps.clock.now(), BATCH)
        for (const postId of waiting) yield* jobs.add({ type: 'render-mix', postId })
        return ok(waiting.length)
      }),
    )
