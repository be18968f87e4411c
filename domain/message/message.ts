import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import { type InvalidFields, type Parsed, parseForm } from '../shared/fields.ts'
import { type MessageId, parseId, type UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { parseLines } from '../shared/text.ts'

/** What one person tells another: 1 … 1,000 characters, on as many lines as they like. */
export type Content = Brand<string, 'Content'>

/** Where a copy of a message lies: with whom it was sent to, or with who sent it. */
export type Mailbox = 'inbox' | 'sent'

/**
 * A message and its two copies. Each side deletes its own; who is `null` has no account any more, and with the account
 * went the copy. One that nobody has a copy of is no message: it is gone.
 */
export type Message = {
  readonly id: MessageId
  readonly senderId: UserId | null
  readonly recipientId: UserId | null
  readonly content: Content
  /** Whose copies nobody deleted. */
  readonly copies: readonly Mailbox[]
  readonly createdAt: Instant
  /** When the recipient first opened it. */
  readonly readAt: Instant | null
}

/** A message that is just being sent: both have a copy, and nobody has read it. */
export type NewMessage = Pick<Message, 'content' | 'createdAt'> & {
  readonly senderId: UserId
  readonly recipientId: UserId
}

/** A message to oneself would lie in both boxes, and deleting it from one would leave it in the other. */
export type MessageToOneself = { readonly type: 'MessageToOneself' }

/** In code points. */
export const MAX_CONTENT_LENGTH = 1000

/** The content as it will be shown. */
export const parseContent = (raw: unknown): Parsed<Content> =>
  parseLines(raw, MAX_CONTENT_LENGTH).map((text) => text as Content)

/** To whom a message goes, and what it says. */
export type MessageForm = { readonly recipientId: number | string; readonly content: string }

const parseRecipient = (raw: unknown): Parsed<UserId> =>
  raw === undefined || raw === null || raw === '' ? err({ code: 'REQUIRED' }) : parseId<'UserId'>(raw)

/** To whom it goes and what it says. */
export const parseMessage = (form: MessageForm): Result<Pick<NewMessage, 'recipientId' | 'content'>, InvalidFields> =>
  parseForm({ recipientId: parseRecipient(form.recipientId), content: parseContent(form.content) })

/** Nobody writes to oneself. */
export const goesToSomebodyElse = (message: NewMessage): Result<NewMessage, MessageToOneself> =>
  message.senderId === message.recipientId ? err({ type: 'MessageToOneself' }) : ok(message)

/** Both sides have a copy of what was just sent. */
export const sent = (message: NewMessage, id: MessageId): Message => ({
  ...message,
  id,
  copies: ['inbox', 'sent'],
  readAt: null,
})

/** Whose copy lies in this box, if any. */
export const holderOf = ({ copies, recipientId, senderId }: Message, mailbox: Mailbox): UserId | null =>
  copies.includes(mailbox) ? (mailbox === 'inbox' ? recipientId : senderId) : null

/** What a person has in this box; anything else is `null`, as if it were not there. */
export const copyOf = (message: Message | null, mailbox: Mailbox, person: UserId): Message | null =>
  message !== null && holderOf(message, mailbox) === person ? message : null

const unlessGone = (message: Message): Message | null =>
  holderOf(message, 'inbox') === null && holderOf(message, 'sent') === null ? null : message

/** The message once this copy is deleted; `null`: it is gone. */
export const withoutCopy = (message: Message, mailbox: Mailbox): Message | null =>
  unlessGone({ ...message, copies: message.copies.filter((other) => other !== mailbox) })

/** The message once this person has no account any more; `null`: it is gone. */
export const withoutUser = (message: Message, person: UserId): Message | null =>
  unlessGone({
    ...message,
    senderId: message.senderId === person ? null : message.senderId,
    recipientId: message.recipientId === person ? null : message.recipientId,
  })

/** The message once its recipient has opened it; it was read when it was first opened. */
export const opened = (message: Message, now: Instant): Message => ({ ...message, readAt: message.readAt ?? now })
