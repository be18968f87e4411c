import { ok, okAsync, safeTry } from 'neverthrow'
import { isSameAttempt, type IdempotentRequest, type RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { IdempotencyDependencies } from './begin-idempotent-request.ts'

/** Stores the response of a finished request, unless one is stored already. Returns the one to send. */
export const storeResponse =
  (deps: Pick<IdempotencyDependencies, 'unitOfWork'>) =>
  (idempotentRequest: IdempotentRequest, answer: string): Outcome<string> =>
    deps.unitOfWork.run(({ idempotentRequests }) =>
      safeTry(async function* () {
        const stored = yield* idempotentRequests.byName(idempotentRequest)
        if (!isSameAttempt(stored, idempotentRequest) || stored.state === 'running') return ok(answer)
        if (stored.answer !== null) return ok(stored.answer)
        return idempotentRequests.save({ ...stored, answer }).map(() => answer)
      }),
    )

/**
 * Gives the key up because the request had no effect, so that a retry starts over. A finished request stays finished.
 */
export const releaseIdempotentRequest =
  (deps: Pick<IdempotencyDependencies, 'unitOfWork'>) =>
  (idempotentRequest: RunningRequest): Outcome<void> =>
    deps.unitOfWork.run(({ idempotentRequests }) =>
      safeTry(async function* () {
        const stored = yield* idempotentRequests.byName(idempotentRequest)
        return isSameAttempt(stored, idempotentRequest) && stored.state === 'running'
          ? idempotentRequests.remove(idempotentRequest)
          : okAsync()
      }),
    )
