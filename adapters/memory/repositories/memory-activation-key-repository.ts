import { ok } from 'neverthrow'
import type { ActivationKeyRepository } from '#application/account/ports.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

export const memoryActivationKeyRepository = (unit: MemoryUnit): ActivationKeyRepository => ({
  add: (key) =>
    unit.step((draft) => {
      if (!draft.now().users.has(key.userId)) return constraintViolation(`an activation key of no user: ${key.userId}`)
      if (key.changeId !== null && !draft.now().pendingChanges.has(key.changeId))
        return constraintViolation(`an activation key of no change: ${key.changeId}`)
      if (draft.now().activationKeys.has(key.digest))
        return constraintViolation('an activation key that is there already')
      return ok(draft.put('activationKeys', key.digest, key))
    }),
  byDigest: (digest) => unit.step((draft) => ok(draft.now().activationKeys.get(digest) ?? null)),
  ofUsers: (ids) =>
    unit.step((draft) => ok([...draft.now().activationKeys.values()].filter((key) => ids.includes(key.userId)))),
  removeOfUser: (id) =>
    unit.step((draft) => {
      const keys = [...draft.now().activationKeys.values()].filter((key) => key.userId === id)
      return ok(keys.forEach((key) => draft.take('activationKeys', key.digest)))
    }),
})
