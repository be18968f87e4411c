import { err, ok, type Result, safeTry } from 'neverthrow'
import { type InvalidFields, type Parsed, parseForm } from '#domain/shared/fields.ts'
import type { PostId } from '#domain/shared/id.ts'
import { parseGenres, parseInstruments } from '#domain/track/vocabulary.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import { type PostNotFound, postNotFound } from '../shared/post-not-found.ts'
import { POST_ORDERS, type PostListRequest, type PostOrder, type PostQueries, type PostView } from './ports.ts'

/** A list of posts as a query string asks for it. */
export type PostListForm = {
  readonly ordering?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly page_size?: unknown
}

const parseOrder = (raw: unknown): Parsed<PostOrder> => {
  if (raw === undefined || raw === '') return ok('-created_date')
  const order = POST_ORDERS.find((one) => one === raw)
  return order === undefined
    ? err({
        code: 'UNKNOWN_WORD',
        word: typeof raw === 'string' ? raw.slice(0, 40).toWellFormed() : '',
        allowed: POST_ORDERS,
      })
    : ok(order)
}

const noFilter = (raw: unknown): boolean => raw === undefined || raw === ''

const parseList = (form: PostListForm, cursor: Cursor | null): Result<PostListRequest, InvalidFields> =>
  parseForm({
    ordering: parseOrder(form.ordering),
    instrument: noFilter(form.instrument) ? ok([]) : parseInstruments(form.instrument),
    genre: noFilter(form.genre) ? ok([]) : parseGenres(form.genre),
    page_size: parsePageSize(form.page_size),
  }).map(({ ordering, instrument, genre, page_size }) => ({
    order: ordering,
    instruments: instrument,
    genres: genre,
    page: { size: page_size, cursor },
  }))

type Asks = { readonly postQueries: PostQueries }

/** A page of posts, filtered and ordered as the query says. */
export const listPosts =
  (asks: Asks) =>
  (form: PostListForm, cursor: Cursor | null): Outcome<Page<PostView>, InvalidFields> =>
    parseList(form, cursor).asyncAndThen((request) => asks.postQueries.list(request))

/** One post for its screen. */
export const readPost =
  (asks: Asks) =>
  (id: PostId): Outcome<PostView, PostNotFound> =>
    safeTry(async function* () {
      const post = yield* asks.postQueries.byId(id)
      return post === null ? err(postNotFound(id)) : ok(post)
    })
