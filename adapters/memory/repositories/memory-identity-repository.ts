import { err, ok } from 'neverthrow'
import type { IdentityRepository } from '#application/account/ports.ts'
import type { Subject } from '#domain/account/identity.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

const keyOf = ({ provider, subject }: Subject): string => `${provider} ${subject}`

export const memoryIdentityRepository = (unit: MemoryUnit): IdentityRepository => ({
  bySubject: (subject) => unit.step((draft) => ok(draft.now().identities.get(keyOf(subject)) ?? null)),
  add: ({ provider, subject, userId }) =>
    unit.step((draft) => {
      const key = keyOf({ provider, subject })
      if (!draft.now().users.has(userId)) return constraintViolation(`an identity of no user: ${userId}`)
      const known = draft.now().identities.get(key)
      if (known !== undefined && known.userId !== userId) return err({ type: 'IdentityTaken', provider })
      return ok(draft.put('identities', key, { provider, subject, userId }))
    }),
})
