import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId } from '#domain/shared/id.ts'
import { parseGenreFilter, parseInstrumentFilter, parseOrder } from '../shared/list-query.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Cursor, type Page, parsePageSize } from '../shared/page.ts'
import { type PostNotFound, postNotFound } from './post-not-found.ts'
import { POST_ORDERS, type PostListRequest, type PostQueries } from './ports.ts'
import type { PostView } from './post-view.ts'

/** A list of posts as a query string asks for it. */
export type PostListForm = {
  readonly ordering?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly page_size?: unknown
}

const parseList = (form: PostListForm, cursor: Cursor | null): Result<PostListRequest, InvalidFields> =>
  parseForm({
    ordering: parseOrder(form.ordering, POST_ORDERS),
    instrument: parseInstrumentFilter(form.instrument),
    genre: parseGenreFilter(form.genre),
    page_size: parsePageSize(form.page_size),
  }).map(({ ordering, instrument, genre, page_size }) => ({
    order: ordering,
    instruments: instrument,
    genres: genre,
    page: { size: page_size, cursor },
  }))

type Dependencies = { readonly postQueries: PostQueries }

/** A page of posts, filtered and ordered as the query says. */
export const listPosts =
  (deps: Dependencies) =>
  (form: PostListForm, cursor: Cursor | null): Outcome<Page<PostView>, InvalidFields> =>
    parseList(form, cursor).asyncAndThen((request) => deps.postQueries.list(request))

/** One post for its screen. */
export const readPost =
  (deps: Dependencies) =>
  (id: PostId): Outcome<PostView, PostNotFound> =>
    deps.postQueries.byId(id).andThen((post) => (post === null ? err(postNotFound(id)) : ok(post)))
