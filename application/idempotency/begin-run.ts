import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import {
  firstRun,
  forgottenSince,
  type IdempotencyKeyInUse,
  type IdempotencyKeyReused,
  meet,
  type Run,
  type RunName,
} from '#domain/idempotency/run.ts'
import { activeMaker } from '../shared/active-maker.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'

/** What keeping track of runs needs. */
export type RunAsks = { readonly unitOfWork: UnitOfWorkOn<'users' | 'runs'>; readonly clock: Clock }

/** Forgotten runs that each new one removes, so that there are never many. */
export const RUNS_FORGOTTEN_AT_ONCE = 20

/**
 * Begins what is to be done once, or tells what was done: a running run is the caller's to finish (`finishRun`, in the
 * transaction of what it does) or to release; a finished one was done before.
 */
export const beginRun =
  (asks: RunAsks) =>
  (
    wanted: RunName & Pick<Run, 'fingerprint'>,
  ): Outcome<Run, IdempotencyKeyReused | IdempotencyKeyInUse | NotAuthenticated> =>
    asks.unitOfWork.run(({ users, runs }) =>
      safeTry(async function* () {
        yield* activeMaker({ users }, wanted.userId)
        const coming = firstRun(wanted, asks.clock.now())
        yield* runs.removeBegunUntil(forgottenSince(coming.begunAt), RUNS_FORGOTTEN_AT_ONCE)
        if (yield* runs.add(coming)) return ok(coming)
        const found = yield* runs.byName(coming)
        // Released between the two: whoever asks again begins anew.
        if (found === null) return err({ type: 'IdempotencyKeyInUse' } as const)
        const met = yield* meet(found, coming)
        if (met.state === 'running') yield* runs.save(met)
        return ok(met)
      }),
    )
