import { err, ok, type Result } from 'neverthrow'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { PostId } from '#domain/shared/id.ts'
import { type ListForm, parseListForm } from '../shared/list-query.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Cursor, Page } from '../shared/page.ts'
import { type PostNotFound, postNotFound } from './post-not-found.ts'
import { POST_ORDERS, type PostListRequest, type PostOrder, type PostQueries } from './ports.ts'
import type { PostView } from './post-view.ts'

/** Which posts, in which order; every field may be left out. */
export type PostListForm = ListForm<PostOrder>

const parseList = (form: PostListForm, cursor: Cursor | null): Result<PostListRequest, InvalidFields> =>
  parseListForm(form, POST_ORDERS).map(({ size, ...list }) => ({ ...list, page: { size, cursor } }))

type Dependencies = { readonly postQueries: PostQueries }

/** A page of posts. */
export const listPosts =
  (deps: Dependencies) =>
  (form: PostListForm = {}, cursor: Cursor | null = null): Outcome<Page<PostView>, InvalidFields> =>
    parseList(form, cursor).asyncAndThen((request) => deps.postQueries.list(request))

/** One post. */
export const readPost =
  (deps: Dependencies) =>
  (id: PostId): Outcome<PostView, PostNotFound> =>
    deps.postQueries.byId(id).andThen((post) => (post === null ? err(postNotFound(id)) : ok(post)))
