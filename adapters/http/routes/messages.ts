import { ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { Mailbox } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { publicUrlOf, urlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { isOwnRead, SESSION_HEADER } from '../endpoint/own-origin.ts'
import { messageSchema, presentMessage } from '../presenters/message.ts'
import { json, nothing } from '../reply/reply.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import type { MessageForm } from '#domain/message/message.ts'

const messageAnswer = (status: 200 | 201, description: string) => [{ status, description, schema: messageSchema }]

const WORDS = {
  inbox: { list: 'List my inbox, newest first', read: 'Get a message in my inbox and mark it as read' },
  sent: { list: 'List the messages I sent, newest first', read: 'Get a message I sent' },
} as const

/** For the API document. */
const READ_HEADERS = {
  [SESSION_HEADER]: z.enum(['cookie']).optional().openapi({
    description:
      'With the cookie of the page, a message is marked as read only if this header or `Sec-Fetch-Site: same-origin` is sent',
  }),
}

/** Messages: send, inbox, sent. */
export const messages = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  const added = (id: MessageId, owner: UserId) =>
    soundhub.messages
      .view({ id, mailbox: 'sent', owner })
      .map((message) =>
        json(201, presentMessage(message), { Location: publicUrlOf(settings, `/message/sent/${message.id}`) }),
      )

  endpoint(
    {
      methods: ['post'],
      path: '/message',
      tag: 'messages',
      summary: 'Send a message',
      access: 'user',
      body: { to_user: FORM.toUser, content: FORM.content },
      idempotent: (made, { userId }) => added(made as MessageId, userId),
      answers: messageAnswer(201, 'The new message'),
      refuses: [
        'InvalidFields',
        'MessageToOneself',
        'UserNotFound',
        'MessageNotFound',
        'NotAuthenticated',
        'IdempotencyKeyInUse',
      ],
    },
    ({ session: { userId: owner }, form, idempotentRequest }) =>
      soundhub.messages
        .send({
          ...unchecked<MessageForm>({ recipientId: form.to_user, content: form.content }),
          sender: owner,
          idempotentRequest,
        })
        .andThen((id) => added(id, owner)),
  )

  const read = (mailbox: Mailbox, owner: UserId, id: MessageId, looksOnly: boolean) =>
    mailbox === 'inbox' && !looksOnly
      ? soundhub.messages.open({ id, reader: owner })
      : soundhub.messages.view({ id, mailbox, owner })

  for (const mailbox of ['inbox', 'sent'] as const) {
    endpoint(
      {
        methods: ['get'],
        path: `/message/${mailbox}`,
        tag: 'messages',
        summary: WORDS[mailbox].list,
        access: 'user',
        query: PAGE_QUERY,
        answers: [{ status: 200, description: 'A page of the list', schema: listSchema(messageSchema) }],
        refuses: ['InvalidFields'],
      },
      async ({ session: { userId: owner }, query, context }) => {
        const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
          soundhub.messages.list(
            { mailbox, owner },
            unchecked<{ pageSize: number }>({ pageSize: query.page_size }),
            cursor,
          ),
        )
        return page.map((found) => json(200, presentPage(found, presentMessage, urlOf(context), settings)))
      },
    )

    endpoint(
      {
        methods: ['get'],
        path: `/message/${mailbox}/{id}`,
        tag: 'messages',
        summary: WORDS[mailbox].read,
        access: 'user',
        id: 'MessageId',
        ...(mailbox === 'inbox' && { headers: READ_HEADERS }),
        answers: messageAnswer(200, 'The message'),
        refuses: ['MessageNotFound'],
      },
      async ({ session, byCookie, id, context }) => {
        const looksOnly = context.req.method === 'HEAD' || (byCookie && !isOwnRead(context))
        return (await read(mailbox, session.userId, id, looksOnly)).map((message) => json(200, presentMessage(message)))
      },
    )

    endpoint(
      {
        methods: ['delete'],
        path: `/message/${mailbox}/{id}`,
        tag: 'messages',
        summary: 'Delete my copy of a message; the other side keeps theirs',
        access: 'user',
        id: 'MessageId',
        answers: [{ status: 204, description: 'Deleted from this mailbox' }],
        refuses: ['MessageNotFound'],
      },
      ({ session, id }) =>
        soundhub.messages.delete({ id, mailbox, owner: session.userId }).andThen(() => ok(nothing())),
    )
  }
}
