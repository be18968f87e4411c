import type { IdempotentRequest, IdempotentRequestId, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Idempotent requests, one per user and key. They are removed with their user. */
export interface IdempotentRequestRepository {
  /** `false` if the user has used the key already. Waits for a transaction that is adding the same one. */
  add(idempotentRequest: RunningRequest): Outcome<boolean>
  /** Locks the request until the transaction ends. `null` if there is none. */
  byName(name: IdempotentRequestId): Outcome<IdempotentRequest | null>
  /** Does nothing if the request was removed meanwhile. */
  save(idempotentRequest: IdempotentRequest): Outcome<void>
  /** Does nothing if it is already gone. */
  remove(name: IdempotentRequestId): Outcome<void>
  /** Removes up to `limit` requests that started at this moment or before, skipping locked ones. */
  removeStartedUntil(moment: Instant, limit: number): Outcome<void>
}
