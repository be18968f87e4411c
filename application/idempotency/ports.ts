import type { IdempotentRequest, IdempotentRequestId, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Idempotent requests, one per user and key. They are removed with their user. */
export interface IdempotentRequestRepository {
  /** `false` if there is one already; waits for one that another transaction is adding. */
  add(idempotentRequest: RunningRequest): Outcome<boolean>
  /** Locked until the transaction ends. `null` if there is none. */
  byName(name: IdempotentRequestId): Outcome<IdempotentRequest | null>
  /** Does nothing if the request was removed meanwhile. */
  save(idempotentRequest: IdempotentRequest): Outcome<void>
  /** May be repeated. */
  remove(name: IdempotentRequestId): Outcome<void>
  /** Removes up to `limit` requests that began at this moment or before, skipping locked ones. */
  removeStartedBy(moment: Instant, limit: number): Outcome<void>
}
