import { ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import { USER_ORDERS } from '#application/account/user-view.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursorOf } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { presentUserDetail, userDetailSchema } from '../presenters/user-detail.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import { json, nothing } from '../reply/reply.ts'
import { cachedJson } from '../reply/cached-json.ts'

const gone = [{ status: 204, description: 'It is done' }] as const

/** Users: list, read, edit, delete, and what staff may do to them. */
export const users = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  const showDetail = cachedJson(presentUserDetail)

  endpoint(
    {
      methods: ['get'],
      path: '/user',
      tag: 'users',
      summary: 'Active users',
      access: 'anyone',
      query: {
        ordering: z
          .unknown()
          .optional()
          .openapi({ type: 'string', enum: [...USER_ORDERS] }),
        instrument: FORM.instrument.optional(),
        genre: FORM.genre.optional(),
        ...PAGE_QUERY,
      },
      answers: [{ status: 200, description: 'One page of the list', schema: listSchema(userSchema) }],
      refuses: ['InvalidFields'],
    },
    async ({ query, context, session }) => {
      const page = await readCursorOf(query.cursor).asyncAndThen((cursor) =>
        soundhub.listUsers(query, cursor, session?.userId ?? null),
      )
      return page.map((found) => json(200, presentPage(found, presentUser, context.req.url, settings)))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'A user with their newest posts',
      access: 'anyone',
      id: 'UserId',
      answers: [{ status: 200, description: 'The user', schema: userDetailSchema }],
      refuses: ['UserNotFound'],
    },
    async ({ id, session, context }) =>
      (await soundhub.readUserDetail(id, session?.userId ?? null)).map((user) => showDetail(user, context.req.url)),
  )

  endpoint(
    {
      methods: ['post', 'patch'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'Change my profile; what is not sent stays',
      access: 'user',
      id: 'UserId',
      body: {
        nickname: FORM.nickname.optional(),
        instrument: FORM.instrument.optional(),
        genre: FORM.genreOfUser.optional(),
      },
      answers: [{ status: 200, description: 'The changed user', schema: userSchema }],
      refuses: ['UserNotFound', 'NotTheOwner', 'NicknameTaken', 'InvalidFields'],
    },
    ({ id, session, form }) =>
      soundhub
        .editProfile({ id, editor: session.userId, form })
        .andThen(() => soundhub.readUser(id, id))
        .map((user) => json(200, presentUser(user))),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'Take my account away, with everything I posted',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['UserNotFound', 'NotTheOwner'],
    },
    ({ id, session }) => soundhub.deleteAccount({ id, remover: session.userId }).andThen(() => ok(nothing())),
  )

  endpoint(
    {
      methods: ['put'],
      path: '/user/{id}/suspension',
      tag: 'users',
      summary: 'Staff: shut a user out',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['NotStaff', 'StaffProtected', 'UserNotFound'],
    },
    ({ id, session }) => soundhub.suspendUser({ id, staff: session.userId }).andThen(() => ok(nothing())),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/user/{id}/suspension',
      tag: 'users',
      summary: 'Staff: let a user in again',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['NotStaff', 'UserNotFound'],
    },
    ({ id, session }) => soundhub.readmitUser({ id, staff: session.userId }).andThen(() => ok(nothing())),
  )
}
