import { ok } from 'neverthrow'
import type { QueuedMailRepository } from '#application/account/ports.ts'
import type { QueuedMail } from '#domain/account/mail.ts'
import type { MailId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryUnit } from '../store/memory-store.ts'

export const memoryQueuedMailRepository = (unit: MemoryUnit): QueuedMailRepository => ({
  add: (queuedMail) =>
    unit.step((draft) => {
      if (!draft.now().users.has(queuedMail.userId))
        return constraintViolation(`a mail to no user: ${queuedMail.userId}`)
      const added: QueuedMail = { ...queuedMail, id: unit.nextId('queuedMails') as MailId, sentAt: null }
      draft.put('queuedMails', added.id, added)
      return ok(added)
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().queuedMails.get(id) ?? null)),
  markSent: (id, now) =>
    unit.step((draft) => {
      const queuedMail = draft.now().queuedMails.get(id)
      if (queuedMail !== undefined) draft.put('queuedMails', id, { ...queuedMail, sentAt: now })
      return ok()
    }),
})
