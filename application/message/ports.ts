import type { Mailbox, Message, NewMessage } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Messages and their copies. */
export interface MessageRepository {
  /** Gives the message its id; `null` where there is no such recipient, or no longer. */
  add(message: NewMessage): Outcome<Message | null>
  /** Locked until the transaction ends. `null` where there is no such message, or no longer. */
  byId(id: MessageId): Outcome<Message | null>
  /** Its copies and when it was read; what was sent stays as it was. A message that is gone stays gone. */
  save(message: Message): Outcome<void>
  /** May be repeated. */
  remove(id: MessageId): Outcome<void>
}

/** A message as a screen shows one. */
export type MessageView = {
  readonly id: MessageId
  /** `null` when that account is gone. */
  readonly senderId: UserId | null
  readonly recipientId: UserId | null
  readonly content: string
  readonly readAt: Instant | null
  readonly createdAt: Instant
}

/** The message as whoever has a copy sees it. */
export const messageView = (message: Message): MessageView => ({
  id: message.id,
  senderId: message.senderId,
  recipientId: message.recipientId,
  content: message.content,
  readAt: message.readAt,
  createdAt: message.createdAt,
})

/** What the message screens ask, each in one round trip; a copy that was deleted is on none of them. */
export interface MessageQueries {
  /** What `owner` has in the box, newest first. A cursor's key is the time in ms. */
  list(mailbox: Mailbox, owner: UserId, page: PageRequest): Outcome<Page<MessageView>>
  /** `null` where `owner` has no such message in the box. */
  byId(mailbox: Mailbox, owner: UserId, id: MessageId): Outcome<MessageView | null>
}
