import type { IdempotentRequest, IdempotentRequestId, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Runs, one a user and key; they go with their user. */
export interface IdempotentRequestRepository {
  /** `false` where one of this name is there already; one that is just being added by somebody else is waited for. */
  add(idempotentRequest: RunningRequest): Outcome<boolean>
  /** Locked until the transaction ends. `null` where there is none, or no longer. */
  byName(name: IdempotentRequestId): Outcome<IdempotentRequest | null>
  /** A run that was removed meanwhile stays removed. */
  save(idempotentRequest: IdempotentRequest): Outcome<void>
  /** May be repeated. */
  remove(name: IdempotentRequestId): Outcome<void>
  /** Removes up to `limit` runs that began at this moment or before, passing over those somebody is at work on. */
  removeStartedBy(moment: Instant, limit: number): Outcome<void>
}
