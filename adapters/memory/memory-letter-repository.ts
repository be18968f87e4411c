import { ok } from 'neverthrow'
import type { LetterRepository } from '#application/account/ports.ts'
import type { Letter } from '#domain/account/letter.ts'
import type { LetterId } from '#domain/shared/id.ts'
import { breach, type MemoryUnit } from './memory-store.ts'

export const memoryLetterRepository = (unit: MemoryUnit): LetterRepository => ({
  add: (letter) =>
    unit.step((draft) => {
      if (!draft.now().users.has(letter.userId)) return breach(`a letter to no user: ${letter.userId}`)
      const added: Letter = { ...letter, id: unit.nextId('letters') as LetterId, sentAt: null }
      draft.put('letters', added.id, added)
      return ok(added)
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().letters.get(id) ?? null)),
  markSent: (id, now) =>
    unit.step((draft) => {
      const letter = draft.now().letters.get(id)
      if (letter !== undefined) draft.put('letters', id, { ...letter, sentAt: now })
      return ok()
    }),
})
