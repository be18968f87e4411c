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

/** What idempotent requests need. */
export type IdempotencyDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'idempotentRequests'>
  readonly clock: Clock
}

/** How many expired requests each new one removes, so that they do not pile up. */
export const EXPIRED_REQUESTS_REMOVED_AT_ONCE = 20

/**
 * Begins an idempotent request, or returns the one that was made with this key before. If it is running, it is the
 * caller's to finish (`finishIdempotentRequest`, in the transaction that takes effect) or to release; if it is
 * finished, it took effect before.
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
        yield* idempotentRequests.removeStartedUntil(expiryCutoff(coming.begunAt), EXPIRED_REQUESTS_REMOVED_AT_ONCE)
        if (yield* idempotentRequests.add(coming)) return ok(coming)
        const found = yield* idempotentRequests.byName(coming)
        // It was released between the two statements; a retry starts over.
        if (found === null) return err({ type: 'IdempotencyKeyInUse' } as const)
        const met = yield* resumeRequest(found, coming)
        if (met.state === 'running') yield* idempotentRequests.save(met)
        return ok(met)
      }),
    )
