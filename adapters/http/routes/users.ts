import { err, ok } from 'neverthrow'
import { listSchema, PAGE_QUERY, presentPage, readCursorOf } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { urlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { presentUserDetail, userDetailSchema } from '../presenters/user-detail.ts'
import { meSchema, presentMe, presentUser, userSchema } from '../presenters/user.ts'
import { endingCookie, json, nothing, NO_STORE } from '../reply/reply.ts'
import { cachedJson } from '../reply/cached-json.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import { orderingSchema, readOrdering, USER_ORDERINGS } from '../endpoint/ordering.ts'
import type { UserListForm } from '#application/account/list-users.ts'
import type { ProfileChanges } from '#domain/account/profile.ts'

const gone = [{ status: 204, description: 'Done' }] as const

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
      summary: 'List active users',
      access: 'anyone',
      query: {
        ordering: orderingSchema(USER_ORDERINGS),
        instrument: FORM.instrument.optional(),
        genre: FORM.genre.optional(),
        ...PAGE_QUERY,
      },
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(userSchema) }],
      refuses: ['InvalidFields'],
    },
    async ({ query, context, session }) => {
      const order = readOrdering(query.ordering, USER_ORDERINGS)
      if (order.isErr()) return err(order.error)
      const form = { order: order.value, instruments: query.instrument, genres: query.genre, pageSize: query.page_size }
      const page = await readCursorOf(query.cursor).asyncAndThen((cursor) =>
        soundhub.users.list(unchecked<UserListForm>(form), cursor, session?.userId ?? null),
      )
      return page.map((found) => json(200, presentPage(found, presentUser, urlOf(context), settings)))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/user/me',
      tag: 'users',
      summary: 'Get my own user',
      access: 'user',
      answers: [{ status: 200, description: 'The user', schema: meSchema }],
      refuses: ['UserNotFound'],
    },
    ({ session }) =>
      soundhub.users.read(session.userId, session.userId).map((user) => json(200, presentMe(user), NO_STORE)),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'Get a user with their newest posts',
      access: 'anyone',
      id: 'UserId',
      answers: [{ status: 200, description: 'The user', schema: userDetailSchema }],
      refuses: ['UserNotFound'],
    },
    async ({ id, session, context }) =>
      (await soundhub.users.readDetail(id, session?.userId ?? null)).map((user) => showDetail(user, context.req.url)),
  )

  endpoint(
    {
      methods: ['post', 'patch'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'Edit my profile; fields that are not sent stay',
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
      soundhub.users
        .editProfile({
          ...unchecked<ProfileChanges>({ nickname: form.nickname, instruments: form.instrument, genres: form.genre }),
          id,
          editor: session.userId,
        })
        .andThen(() => soundhub.users.read(id, id))
        .map((user) => json(200, presentUser(user))),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/user/{id}',
      tag: 'users',
      summary: 'Delete my account, with everything I posted',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['UserNotFound', 'NotTheOwner'],
    },
    ({ id, session }) =>
      soundhub.accounts.delete({ id, remover: session.userId }).andThen(() => ok(endingCookie(nothing()))),
  )

  endpoint(
    {
      methods: ['put'],
      path: '/user/{id}/suspension',
      tag: 'users',
      summary: 'Staff: suspend a user',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['NotStaff', 'StaffProtected', 'UserNotFound'],
    },
    ({ id, session }) => soundhub.accounts.suspend({ id, staff: session.userId }).andThen(() => ok(nothing())),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/user/{id}/suspension',
      tag: 'users',
      summary: 'Staff: readmit a user',
      access: 'user',
      id: 'UserId',
      answers: gone,
      refuses: ['NotStaff', 'UserNotFound'],
    },
    ({ id, session }) => soundhub.accounts.readmit({ id, staff: session.userId }).andThen(() => ok(nothing())),
  )
}
