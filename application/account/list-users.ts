import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { parseGenreFilter, parseInstrumentFilter, parseOrder } from '../shared/list-query.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import {
  visibleTo,
  type VisibleUser,
  USER_ORDERS,
  type UserListRequest,
  type UserQueries,
  type UserSortKey,
} from './user-view.ts'

/** A list of users as a query string asks for it. */
export type UserListForm = {
  readonly ordering?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly page_size?: unknown
}

const parseList = (form: UserListForm, cursor: Cursor<UserSortKey> | null): Result<UserListRequest, InvalidFields> =>
  parseForm({
    ordering: parseOrder(form.ordering, USER_ORDERS),
    instrument: parseInstrumentFilter(form.instrument),
    genre: parseGenreFilter(form.genre),
    page_size: parsePageSize(form.page_size),
  }).andThen(({ ordering, instrument, genre, page_size }) =>
    cursor !== null && (ordering === 'nickname') !== (typeof cursor.key === 'string')
      ? err(invalidFields({ field: 'cursor', code: 'MALFORMED', expected: 'a cursor of this list' }))
      : ok({ order: ordering, instruments: instrument, genres: genre, page: { size: page_size, cursor } }),
  )

/** Active users as `viewer` may see them. */
export const listUsers =
  (deps: { readonly userQueries: UserQueries }) =>
  (
    form: UserListForm,
    cursor: Cursor<UserSortKey> | null,
    viewer: UserId | null,
  ): Outcome<Page<VisibleUser, UserSortKey>, InvalidFields> =>
    parseList(form, cursor)
      .asyncAndThen((request) => deps.userQueries.list(request))
      .andThen((page) => ok({ ...page, rows: page.rows.map((user) => visibleTo(viewer, user)) }))
