import { z } from '@hono/zod-openapi'
import type { MessageView } from '#application/message/ports.ts'
import { iso } from './iso.ts'
import { id, instant } from './shared-schemas.ts'

export const messageSchema = z
  .object({
    id,
    from_user: id.nullable().openapi({ description: 'null if that account was deleted' }),
    to_user: id.nullable().openapi({ description: 'null if that account was deleted' }),
    content: z.string(),
    read_date: instant.nullable().openapi({ description: 'When the recipient first opened it' }),
    created_date: instant,
  })
  .openapi('Message')

export const presentMessage = (message: MessageView): z.infer<typeof messageSchema> => ({
  id: message.id,
  from_user: message.senderId,
  to_user: message.recipientId,
  content: message.content,
  read_date: message.readAt === null ? null : iso(message.readAt),
  created_date: iso(message.createdAt),
})
