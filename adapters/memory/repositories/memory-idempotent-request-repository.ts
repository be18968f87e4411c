import { ok } from 'neverthrow'
import type { IdempotentRequestRepository } from '#application/idempotency/ports.ts'
import type { IdempotentRequestId } from '#domain/idempotency/idempotent-request.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

const keyOf = ({ userId, key }: IdempotentRequestId): string => `${userId} ${key}`

export const memoryIdempotentRequestRepository = (unit: MemoryUnit): IdempotentRequestRepository => ({
  add: (idempotentRequest) =>
    unit.step((draft) => {
      if (draft.now().idempotentRequests.has(keyOf(idempotentRequest))) return ok(false)
      if (!draft.now().users.has(idempotentRequest.userId))
        return constraintViolation(`a run of no user: ${idempotentRequest.userId}`)
      draft.put('idempotentRequests', keyOf(idempotentRequest), idempotentRequest)
      return ok(true)
    }),
  byName: (name) => unit.step((draft) => ok(draft.now().idempotentRequests.get(keyOf(name)) ?? null)),
  save: (idempotentRequest) =>
    unit.step((draft) => {
      if (draft.now().idempotentRequests.has(keyOf(idempotentRequest)))
        draft.put('idempotentRequests', keyOf(idempotentRequest), idempotentRequest)
      return ok()
    }),
  remove: (name) => unit.step((draft) => ok(draft.take('idempotentRequests', keyOf(name)))),
  removeStartedUntil: (moment, limit) =>
    unit.step((draft) => {
      const forgotten = [...draft.now().idempotentRequests]
        .filter(([, { begunAt }]) => begunAt <= moment)
        .slice(0, limit)
      return ok(forgotten.forEach(([key]) => draft.take('idempotentRequests', key)))
    }),
})
