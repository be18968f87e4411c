import { ok, okAsync, safeTry } from 'neverthrow'
import { isSameAttempt, type IdempotentRequest, type RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { IdempotencyDependencies } from './begin-idempotent-request.ts'

/** Keeps what is answered for a finished run, unless an answer is kept already; gives the one that is to be sent. */
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

/** Nothing came of it: whoever asks again with the key begins anew. A run that was finished stays so. */
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
