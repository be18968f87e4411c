import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { type ListForm, parseListForm } from '../shared/list-query.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Cursor, Page } from '../shared/page.ts'
import {
  visibleTo,
  type VisibleUser,
  USER_ORDERS,
  type UserOrder,
  type UserListRequest,
  type UserQueries,
  type UserSortKey,
} from './user-view.ts'

/** Which users, in which order; every field may be left out. */
export type UserListForm = ListForm<UserOrder>

const parseList = (form: UserListForm, cursor: Cursor<UserSortKey> | null): Result<UserListRequest, InvalidFields> =>
  parseListForm(form, USER_ORDERS).andThen(({ order, instruments, genres, size }) =>
    cursor !== null && (order === 'nickname') !== (typeof cursor.key === 'string')
      ? err(invalidFields({ field: 'cursor', code: 'MALFORMED', expected: 'a cursor of this list' }))
      : ok({ order, instruments, genres, page: { size, cursor } }),
  )

/** Active users as `viewer` may see them. */
export const listUsers =
  (deps: { readonly userQueries: UserQueries }) =>
  (
    form: UserListForm = {},
    cursor: Cursor<UserSortKey> | null = null,
    viewer: UserId | null = null,
  ): Outcome<Page<VisibleUser, UserSortKey>, InvalidFields> =>
    parseList(form, cursor)
      .asyncAndThen((request) => deps.userQueries.list(request))
      .andThen((page) => ok({ ...page, rows: page.rows.map((user) => visibleTo(viewer, user)) }))
