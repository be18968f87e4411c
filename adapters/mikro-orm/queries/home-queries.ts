import { type RawBuilder, sql } from 'kysely'
import {
  HOME_ROWS,
  type HomeQueries,
  type HomeView,
  type HomeWord,
  type WordHomeView,
} from '#application/home/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type FilterShape, filterShape, filterValues, listRows, NO_FILTER, type WordFilter } from './list-sql.ts'
import { LISTED_POSTS, postViewOf, type PostViewRow, postViews } from './post-queries.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { LISTED_USERS, USER_COLUMNS, userViewOf, type UserViewRow } from './user-queries.ts'
import { byNumber, byTime, FIRST_PAGE, type Order, type PageSql, pageSql } from './view-sql.ts'

type HomeRow = {
  readonly pop_users: readonly UserViewRow[]
  readonly pop_posts: readonly PostViewRow[]
  readonly recent_posts: readonly PostViewRow[]
}

type WordHomeRow = HomeRow & { readonly total_users: number; readonly total_posts: number }

/** The limit is a literal: with a parameter, PostgreSQL would plan each time, which takes as long as reading. */
const firstRows = (by: Order, table: 'p' | 'u'): PageSql => ({
  ...pageSql(by, table, FIRST_PAGE),
  limit: sql`limit ${sql.lit(HOME_ROWS)}`,
})

const popularUsers = (filter: FilterShape): RawBuilder<unknown> => {
  const rows = listRows(LISTED_USERS, 'total_liked', filter, firstRows(byNumber('total_liked'), 'u'))
  return sql`
    select coalesce(json_agg(shown order by shown.total_liked desc, shown.id desc), '[]') from (
      select ${USER_COLUMNS} from (${rows}) u
    ) shown`
}

const posts = (by: Order, shown: 'num_liked' | 'created_ms', filter: FilterShape): RawBuilder<unknown> => {
  const rows = listRows(LISTED_POSTS, by.column, filter, firstRows(by, 'p'))
  return sql`
    select coalesce(json_agg(shown order by ${sql.ref(`shown.${shown}`)} desc, shown.id desc), '[]') from (
      ${postViews(rows)}
    ) shown`
}

const columns = (filter: FilterShape): RawBuilder<unknown> => sql`
  (${popularUsers(filter)}) as pop_users,
  (${posts(byNumber('num_liked'), 'num_liked', filter)}) as pop_posts,
  (${posts(byTime('created_at'), 'created_ms', filter)}) as recent_posts`

const total = (counted: 'users' | 'posts'): RawBuilder<unknown> => sql`
  (select coalesce(sum(change), 0)::int from word_counts where counted = ${sql.lit(counted)} and word = ${parameter('word')})`

const filterOf = ({ kind, word }: HomeWord): WordFilter =>
  kind === 'instrument' ? { instruments: [word], genres: [] } : { instruments: [], genres: [word] }

const viewOf = (row: HomeRow): HomeView => ({
  popularUsers: row.pop_users.map(userViewOf),
  popularPosts: row.pop_posts.map(postViewOf),
  recentPosts: row.recent_posts.map(postViewOf),
})

const HOME = sql<HomeRow>`select ${columns(NO_FILTER)}`

const OF_WORD = byShape(
  (filter: FilterShape) => sql<WordHomeRow>`
    select ${columns(filter)}, ${total('users')} as total_users, ${total('posts')} as total_posts`,
)

/** Reads home pages with plain SQL, without building entities. */
export class MikroOrmHomeQueries implements HomeQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  home(): Outcome<HomeView> {
    return this.#reads.view(HOME, {}, ([row]) => viewOf(row!))
  }

  ofWord(homeWord: HomeWord): Outcome<WordHomeView> {
    const filter = filterOf(homeWord)
    const values = { word: homeWord.word, ...filterValues(filter) }
    return this.#reads.read(OF_WORD(filterShape(filter)), values, ([row]) => ({
      ...viewOf(row!),
      totalUsers: row!.total_users,
      totalPosts: row!.total_posts,
    }))
  }
}
