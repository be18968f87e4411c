import { ok } from 'neverthrow'
import { type MessageQueries, type MessageRepository, messageView } from '#application/message/ports.ts'
import { copyOf, sent, withoutUser } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { constraintViolation, type MemoryStore, type MemoryUnit } from '../store/memory-store.ts'
import type { Draft } from '../store/memory-tables.ts'
import { pageThrough } from '../queries/memory-views.ts'

/** A deleted user's messages stay for the other side if it still has its copy. */
export const releaseMessagesOf = (draft: Draft, person: UserId): void => {
  for (const message of draft.now().messages.values()) {
    if (message.senderId !== person && message.recipientId !== person) continue
    const left = withoutUser(message, person)
    if (left === null) draft.take('messages', message.id)
    else draft.put('messages', message.id, left)
  }
}

export const memoryMessageRepository = (unit: MemoryUnit): MessageRepository => ({
  add: (message) =>
    unit.step((draft) => {
      if (!draft.now().users.has(message.recipientId)) return ok(null)
      if (!draft.now().users.has(message.senderId))
        return constraintViolation(`a message of no user: ${message.senderId}`)
      if (message.senderId === message.recipientId) return constraintViolation('a message to its sender')
      const added = sent(message, unit.nextId('messages') as MessageId)
      draft.put('messages', added.id, added)
      return ok(added)
    }),
  byId: (id) => unit.step((draft) => ok(draft.now().messages.get(id) ?? null)),
  save: ({ id, copies, readAt }) =>
    unit.step((draft) => {
      const message = draft.now().messages.get(id)
      if (message !== undefined) draft.put('messages', id, { ...message, copies, readAt })
      return ok()
    }),
  remove: (id) => unit.step((draft) => ok(draft.take('messages', id))),
})

export const memoryMessageQueries = (store: MemoryStore): MessageQueries => ({
  list: (mailbox, owner, request) =>
    store.read(({ messages }) => {
      const own = [...messages.values()].filter((message) => copyOf(message, mailbox, owner) !== null)
      const page = pageThrough(own, request, ({ createdAt, id }) => ({ key: createdAt, id }))
      return { ...page, rows: page.rows.map(messageView) }
    }),
  byId: (mailbox, owner, id) =>
    store.read(({ messages }) => {
      const message = copyOf(messages.get(id) ?? null, mailbox, owner)
      return message === null ? null : messageView(message)
    }),
})
