import type { Mailbox, Message, NewMessage } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Messages and their copies. */
export interface MessageRepository {
  /** Assigns the id; `null` if the recipient does not exist. */
  add(message: NewMessage): Outcome<Message | null>
  /** Locked until the transaction ends. `null` if there is no such message. */
  byId(id: MessageId): Outcome<Message | null>
  /** Saves its copies and when it was read. Does nothing if the message was removed meanwhile. */
  save(message: Message): Outcome<void>
  /** May be repeated. */
  remove(id: MessageId): Outcome<void>
}

/** A message as shown on a screen. */
export type MessageView = {
  readonly id: MessageId
  /** `null` if that account was deleted. */
  readonly senderId: UserId | null
  readonly recipientId: UserId | null
  readonly content: string
  readonly readAt: Instant | null
  readonly createdAt: Instant
}

/** The message as its sender and its recipient see it. */
export const messageView = (message: Message): MessageView => ({
  id: message.id,
  senderId: message.senderId,
  recipientId: message.recipientId,
  content: message.content,
  readAt: message.readAt,
  createdAt: message.createdAt,
})

/** Reads messages for screens, each in one round trip. Deleted copies are never shown. */
export interface MessageQueries {
  /** The messages in the owner's mailbox, newest first. A cursor's key is the time in milliseconds. */
  list(mailbox: Mailbox, owner: UserId, page: PageRequest): Outcome<Page<MessageView>>
  /** `null` if the owner has no such message in the mailbox. */
  byId(mailbox: Mailbox, owner: UserId, id: MessageId): Outcome<MessageView | null>
}
