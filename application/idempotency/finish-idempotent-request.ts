import { ok, okAsync, safeTry } from 'neverthrow'
import { finishRequest, type IdempotencyKeyInUse, type RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/**
 * Finishes the run inside the transaction that made the thing: both are there, or neither. Who took so long that the run
 * was taken up by somebody else is refused, and takes the thing back. `null` is a request without a key.
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
