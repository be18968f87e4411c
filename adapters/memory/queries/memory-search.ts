import { type Keyword, MAX_SEARCH_RESULTS, type SearchQueries } from '#application/search/ports.ts'
import { nicknameKey } from '#domain/account/nickname.ts'
import { isVerified } from '#domain/account/user.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { foldText } from '#domain/shared/text.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'
import { commentView, postView, userView } from './memory-views.ts'

type Made = { readonly createdAt: Instant; readonly id: number }

const newest = <Row extends Made>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id).slice(0, MAX_SEARCH_RESULTS)

const search = (tables: Tables, keyword: Keyword) => {
  const named = [...tables.users.values()].filter(
    (user) => isVerified(user) && nicknameKey(user.nickname).includes(keyword),
  )
  const titled = [...tables.posts.values()].filter(({ title }) => foldText(title).includes(keyword))
  const names: ReadonlySet<UserId> = new Set(named.map(({ id }) => id))
  const titles: ReadonlySet<PostId> = new Set(titled.map(({ id }) => id))
  const byAuthor = [...tables.posts.values()].filter(({ authorId }) => names.has(authorId))
  const comments = [...tables.comments.values()].filter(
    ({ authorId, postId }) => names.has(authorId) || titles.has(postId),
  )
  const users = named.filter(({ state }) => state === 'active').toSorted((one, other) => other.id - one.id)
  return {
    users: users.slice(0, MAX_SEARCH_RESULTS).map((user) => userView(tables, user)),
    postsByTitle: newest(titled).map((post) => postView(tables, post)),
    postsByAuthor: newest(byAuthor).map((post) => postView(tables, post)),
    comments: newest(comments).map((comment) => commentView(tables, comment)),
  }
}

export const memorySearchQueries = (store: MemoryStore): SearchQueries => ({
  search: (keyword) => store.read((tables) => search(tables, keyword)),
})
