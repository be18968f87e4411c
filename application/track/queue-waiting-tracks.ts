import { ok, safeTry } from 'neverthrow'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'

/** How many tracks are looked at in one round. */
const BATCH = 1_000

/** Queues tracks that are not ingested yet: old ones, and those whose job was lost. None is queued twice. */
export const queueWaitingTracks =
  (deps: { readonly unitOfWork: UnitOfWorkOn<'tracks' | 'jobs'> }) => (): Outcome<number> =>
    deps.unitOfWork.run(({ tracks, jobs }) =>
      safeTry(async function* () {
        const waiting = yield* tracks.processing(BATCH)
        for (const which of waiting) yield* jobs.add({ type: 'ingest-track', ...which })
        return ok(waiting.length)
      }),
    )
