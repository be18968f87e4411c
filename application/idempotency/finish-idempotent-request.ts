import { ok, okAsync, safeTry } from 'neverthrow'
import { finishRequest, type IdempotencyKeyInUse, type RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/**
 * Finishes the request inside the transaction that takes effect: both commit, or neither does. If the request took so
 * long that a retry took it over, it is refused and the transaction rolls back. `null`: a request without a key.
 */
export const finishIdempotentRequest = (
  { idempotentRequests }: Pick<Transaction, 'idempotentRequests'>,
  idempotentRequest: RunningRequest | null,
  made: number,
): Outcome<void, IdempotencyKeyInUse> =>
  idempotentRequest === null
    ? okAsync()
    : safeTry(async function* () {
        yield* idempotentRequests.save(
          yield* finishRequest(yield* idempotentRequests.byName(idempotentRequest), idempotentRequest, made),
        )
        return ok()
      })
