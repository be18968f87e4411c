import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import { type InvalidFields, type Parsed, parseForm } from '../shared/fields.ts'
import { type MessageId, parseId, type UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { parseLines } from '../shared/text.ts'

/** The text of a message: 1 … 1,000 characters on any number of lines. */
export type Content = Brand<string, 'Content'>

/** The recipient's inbox or the sender's sent messages. */
export type Mailbox = 'inbox' | 'sent'

/**
 * A message and its two copies. Each side deletes its own. `null` is a deleted account, whose copy is gone. A message
 * without copies is removed.
 */
export type Message = {
  readonly id: MessageId
  readonly senderId: UserId | null
  readonly recipientId: UserId | null
  readonly content: Content
  /** The copies that were not deleted. */
  readonly copies: readonly Mailbox[]
  readonly createdAt: Instant
  /** When the recipient first opened it. */
  readonly readAt: Instant | null
}

/** A message that is being sent. */
export type NewMessage = Pick<Message, 'content' | 'createdAt'> & {
  readonly senderId: UserId
  readonly recipientId: UserId
}

/** A user tried to send a message to themselves. */
export type MessageToOneself = { readonly type: 'MessageToOneself' }

/** In code points. */
export const MAX_CONTENT_LENGTH = 1000

/** The content as it is shown. */
export const parseContent = (raw: unknown): Parsed<Content> =>
  parseLines(raw, MAX_CONTENT_LENGTH).map((text) => text as Content)

/** To whom a message goes, and what it says. */
export type MessageForm = { readonly recipientId: number | string; readonly content: string }

const parseRecipient = (raw: unknown): Parsed<UserId> =>
  raw === undefined || raw === null || raw === '' ? err({ code: 'REQUIRED' }) : parseId<'UserId'>(raw)

/** Recipient and content, or what is wrong with each field. */
export const parseMessage = (form: MessageForm): Result<Pick<NewMessage, 'recipientId' | 'content'>, InvalidFields> =>
  parseForm({ recipientId: parseRecipient(form.recipientId), content: parseContent(form.content) })

/** Rule: a message goes to somebody else. */
export const goesToSomebodyElse = (message: NewMessage): Result<NewMessage, MessageToOneself> =>
  message.senderId === message.recipientId ? err({ type: 'MessageToOneself' }) : ok(message)

/** The message as sent, with both copies. */
export const sent = (message: NewMessage, id: MessageId): Message => ({
  ...message,
  id,
  copies: ['inbox', 'sent'],
  readAt: null,
})

/** Whose copy is in this mailbox, if any. */
export const holderOf = ({ copies, recipientId, senderId }: Message, mailbox: Mailbox): UserId | null =>
  copies.includes(mailbox) ? (mailbox === 'inbox' ? recipientId : senderId) : null

/** The message, if this user has a copy in this mailbox, else `null`. */
export const copyOf = (message: Message | null, mailbox: Mailbox, person: UserId): Message | null =>
  message !== null && holderOf(message, mailbox) === person ? message : null

const unlessGone = (message: Message): Message | null =>
  holderOf(message, 'inbox') === null && holderOf(message, 'sent') === null ? null : message

/** The message without this copy; `null` if it has none left. */
export const withoutCopy = (message: Message, mailbox: Mailbox): Message | null =>
  unlessGone({ ...message, copies: message.copies.filter((other) => other !== mailbox) })

/** The message after this user's account was deleted; `null` if it has no copies left. */
export const withoutUser = (message: Message, person: UserId): Message | null =>
  unlessGone({
    ...message,
    senderId: message.senderId === person ? null : message.senderId,
    recipientId: message.recipientId === person ? null : message.recipientId,
  })

/** The message, opened by its recipient; the first time counts. */
export const opened = (message: Message, now: Instant): Message => ({ ...message, readAt: message.readAt ?? now })
