import { ok } from 'neverthrow'
import type { Box } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from './cursor.ts'
import { type Edge, publicUrlOf } from './edge.ts'
import type { Endpoint } from './endpoint.ts'
import { FORM } from './form-fields.ts'
import { messageSchema, presentMessage } from './presenters/message.ts'
import { json, nothing } from './respond.ts'

const messageAnswer = (status: 200 | 201, description: string) => [{ status, description, schema: messageSchema }]

const WORDS = {
  inbox: { list: 'Messages to me, newest first', read: 'A message to me; from the first time on it is read' },
  sent: { list: 'Messages I sent, newest first', read: 'A message I sent' },
} as const

/** Messages: send, and two boxes of one's own. */
export const messages = ({ soundhub, settings }: Pick<Edge, 'soundhub' | 'settings'>, endpoint: Endpoint): void => {
  const added = (id: MessageId, owner: UserId) =>
    soundhub
      .lookAtMessage({ id, box: 'sent', owner })
      .map((message) =>
        json(201, presentMessage(message), { Location: publicUrlOf(settings, `/message/sent/${message.id}`) }),
      )

  endpoint(
    {
      methods: ['post'],
      path: '/message',
      tag: 'messages',
      summary: 'Write to somebody',
      who: 'user',
      body: { to_user: FORM.toUser, content: FORM.content },
      once: (made, { userId }) => added(made as MessageId, userId),
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
    ({ session: { userId: owner }, form, run }) =>
      soundhub.sendMessage({ sender: owner, form, run }).andThen((id) => added(id, owner)),
  )

  const read = (box: Box, owner: UserId, id: MessageId, looksOnly: boolean) =>
    box === 'inbox' && !looksOnly
      ? soundhub.openMessage({ id, reader: owner })
      : soundhub.lookAtMessage({ id, box, owner })

  for (const box of ['inbox', 'sent'] as const) {
    endpoint(
      {
        methods: ['get'],
        path: `/message/${box}`,
        tag: 'messages',
        summary: WORDS[box].list,
        who: 'user',
        query: PAGE_QUERY,
        answers: [{ status: 200, description: 'One page of the list', schema: listSchema(messageSchema) }],
        refuses: ['InvalidFields'],
      },
      async ({ session: { userId: owner }, query, context }) => {
        const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
          soundhub.listMessages({ box, owner }, query, cursor),
        )
        return page.map((found) => json(200, presentPage(found, presentMessage, context.req.url, settings)))
      },
    )

    endpoint(
      {
        methods: ['get'],
        path: `/message/${box}/{id}`,
        tag: 'messages',
        summary: WORDS[box].read,
        who: 'user',
        id: 'MessageId',
        answers: messageAnswer(200, 'The message'),
        refuses: ['MessageNotFound'],
      },
      async ({ session, id, context }) =>
        (await read(box, session.userId, id, context.req.method === 'HEAD')).map((message) =>
          json(200, presentMessage(message)),
        ),
    )

    endpoint(
      {
        methods: ['delete'],
        path: `/message/${box}/{id}`,
        tag: 'messages',
        summary: 'Delete my copy; the other side keeps theirs',
        who: 'user',
        id: 'MessageId',
        answers: [{ status: 204, description: 'It is gone from this box' }],
        refuses: ['MessageNotFound'],
      },
      ({ session, id }) => soundhub.deleteMessage({ id, box, owner: session.userId }).andThen(() => ok(nothing())),
    )
  }
}
