import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Mailbox, Content, Message } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'

/** A side has a copy while its column (`in_sent`, `in_inbox`) is true and its account exists. */
export const MessageRow = defineEntity({
  name: 'MessageRow',
  tableName: 'messages',
  properties: {
    id: p.integer().primary(),
    senderId: p.integer().nullable(),
    recipientId: p.integer().nullable(),
    content: p.text(),
    inSent: p.boolean(),
    inInbox: p.boolean(),
    createdAt: p.datetime(),
    readAt: p.datetime().nullable(),
  },
})
export type MessageRow = InferEntity<typeof MessageRow>

/** The columns that can change after the message was sent. */
export const mutableColumns = ({ copies, readAt }: Message): Pick<MessageRow, 'inSent' | 'inInbox' | 'readAt'> => ({
  inSent: copies.includes('sent'),
  inInbox: copies.includes('inbox'),
  readAt: readAt === null ? null : new Date(readAt),
})

const copiesOf = ({ inInbox, inSent }: MessageRow): readonly Mailbox[] => [
  ...(inInbox ? (['inbox'] as const) : []),
  ...(inSent ? (['sent'] as const) : []),
]

export const messageOf = (row: MessageRow): Message => ({
  id: row.id as MessageId,
  senderId: (row.senderId ?? null) as UserId | null,
  recipientId: (row.recipientId ?? null) as UserId | null,
  content: row.content as Content,
  copies: copiesOf(row),
  createdAt: instant(row.createdAt.getTime()),
  readAt: row.readAt === null || row.readAt === undefined ? null : instant(row.readAt.getTime()),
})
