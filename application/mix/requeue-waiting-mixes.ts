import { ok, safeTry } from 'neverthrow'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** How many mixes, and posts with proposals, are looked at in one round. */
const BATCH = 100

/**
 * Queues every waiting mix whose worker did not come back, and the posts with such proposals. What is queued already is not
 * queued twice. Answers how many mixes and posts there were.
 */
export const requeueWaitingMixes =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'mixes' | 'mixProposals' | 'jobs'>; readonly clock: Clock }) =>
  (): Outcome<number> =>
    deps.unitOfWork.run(({ mixes, mixProposals, jobs }) =>
      safeTry(async function* () {
        const now = deps.clock.now()
        const waiting = yield* mixes.waiting(now, BATCH)
        for (const postId of waiting) yield* jobs.add({ type: 'render-mix', postId })
        const proposed = yield* mixProposals.waiting(now, BATCH)
        for (const postId of proposed) yield* jobs.add({ type: 'render-proposals', postId })
        return ok(waiting.length + proposed.length)
      }),
    )
