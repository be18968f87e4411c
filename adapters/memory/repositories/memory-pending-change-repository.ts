import { ok } from 'neverthrow'
import type { PendingChangeRepository } from '#application/account/ports.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'
import type { Draft } from '../store/memory-tables.ts'

/** The user's change with its keys. */
export const removeChangeOf = (draft: Draft, user: UserId): void => {
  const { pendingChanges, activationKeys } = draft.now()
  for (const change of pendingChanges.values()) {
    if (change.userId !== user) continue
    for (const key of activationKeys.values()) if (key.changeId === change.id) draft.take('activationKeys', key.digest)
    draft.take('pendingChanges', change.id)
  }
}

export const memoryPendingChangeRepository = (unit: MemoryUnit): PendingChangeRepository => ({
  put: (change) =>
    unit.step((draft) => {
      if (!draft.now().users.has(change.userId))
        return constraintViolation(`a pending change of no user: ${change.userId}`)
      removeChangeOf(draft, change.userId)
      const added = { ...change, id: unit.nextId('pendingChanges') as ChangeId }
      draft.put('pendingChanges', added.id, added)
      return ok(added)
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().pendingChanges.get(id) ?? null)),
  removeOfUser: (id) => unit.step((draft) => ok(removeChangeOf(draft, id))),
})
