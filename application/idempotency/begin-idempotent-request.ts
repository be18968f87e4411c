import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import {
  newRequest,
  expiryCutoff,
  type IdempotencyKeyInUse,
  type IdempotencyKeyReused,
  resumeRequest,
  type IdempotentRequest,
  type IdempotentRequestId,
} from '#domain/idempotency/idempotent-request.ts'
import { activeAuthor } from '../account/active-author.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** What keeping track of runs needs. */
export type IdempotencyDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'idempotentRequests'>
  readonly clock: Clock
}

/** Forgotten runs that each new one removes, so that there are never many. */
export const EXPIRED_REQUESTS_REMOVED_AT_ONCE = 20

/**
 * Begins what is to be done once, or tells what was done: a running run is the caller's to finish (`finishIdempotentRequest`, in the
 * transaction of what it does) or to release; a finished one was done before.
 */
export const beginIdempotentRequest =
  (deps: IdempotencyDependencies) =>
  (
    wanted: IdempotentRequestId & Pick<IdempotentRequest, 'fingerprint'>,
  ): Outcome<IdempotentRequest, IdempotencyKeyReused | IdempotencyKeyInUse | NotAuthenticated> =>
    deps.unitOfWork.run(({ users, idempotentRequests }) =>
      safeTry(async function* () {
        yield* activeAuthor({ users }, wanted.userId)
        const coming = newRequest(wanted, deps.clock.now())
        yield* idempotentRequests.removeStartedBy(expiryCutoff(coming.begunAt), EXPIRED_REQUESTS_REMOVED_AT_ONCE)
        if (yield* idempotentRequests.add(coming)) return ok(coming)
        const found = yield* idempotentRequests.byName(coming)
        // Released between the two: whoever asks again begins anew.
        if (found === null) return err({ type: 'IdempotencyKeyInUse' } as const)
        const met = yield* resumeRequest(found, coming)
        if (met.state === 'running') yield* idempotentRequests.save(met)
        return ok(met)
      }),
    )
