import { type RawBuilder, sql } from 'kysely'
import {
  HOME_ROWS,
  type HomeQueries,
  type HomeView,
  type HomeWord,
  type WordHomeView,
} from '#application/home/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { postViewOf, type PostViewRow, postViews } from './post-queries.ts'
import type { Reads } from './reads.ts'
import { ACTIVE, USER_COLUMNS, userViewOf, type UserViewRow } from './user-queries.ts'
import { anyOf } from './view-sql.ts'

type HomeRow = {
  readonly pop_users: readonly UserViewRow[]
  readonly pop_posts: readonly PostViewRow[]
  readonly recent_posts: readonly PostViewRow[]
}

type WordHomeRow = HomeRow & { readonly total_users: number; readonly total_posts: number }

const LIMIT = sql`limit ${sql.lit(HOME_ROWS)}`

const hasWord = (table: 'p' | 'u', word: HomeWord | null): RawBuilder<unknown> =>
  word === null ? sql`true` : anyOf(`${table}.${word.kind}s`, [word.word])

const popularUsers = (word: HomeWord | null): RawBuilder<unknown> => sql`
  select coalesce(json_agg(shown order by shown.sorted_by desc, shown.id desc), '[]') from (
    select ${USER_COLUMNS}, u.total_liked as sorted_by from (
      select * from users u where ${ACTIVE} and ${hasWord('u', word)} order by u.total_liked desc, u.id desc ${LIMIT}
    ) u
  ) shown`

const posts = (column: 'num_liked' | 'created_at', shown: 'num_liked' | 'created_ms', word: HomeWord | null) => sql`
  select coalesce(json_agg(shown order by ${sql.ref(`shown.${shown}`)} desc, shown.id desc), '[]') from (
    ${postViews(sql`
      select * from posts p where ${hasWord('p', word)} order by ${sql.ref(`p.${column}`)} desc, p.id desc ${LIMIT}`)}
  ) shown`

const columns = (word: HomeWord | null): RawBuilder<unknown> => sql`
  (${popularUsers(word)}) as pop_users,
  (${posts('num_liked', 'num_liked', word)}) as pop_posts,
  (${posts('created_at', 'created_ms', word)}) as recent_posts`

const total = (counted: 'users' | 'posts', { word }: HomeWord): RawBuilder<unknown> => sql`
  (select coalesce(sum(change), 0)::int from word_counts where counted = ${counted} and word = ${word})`

const viewOf = (row: HomeRow): HomeView => ({
  popularUsers: row.pop_users.map(userViewOf),
  popularPosts: row.pop_posts.map(postViewOf),
  recentPosts: row.recent_posts.map(postViewOf),
})

const HOME = sql<HomeRow>`select ${columns(null)}`

/** Reads home pages, past every entity. */
export class MikroOrmHomeQueries implements HomeQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  home(): Outcome<HomeView> {
    return this.#reads.rows(HOME).map(([row]) => viewOf(row!))
  }

  ofWord(word: HomeWord): Outcome<WordHomeView> {
    const query = sql<WordHomeRow>`
      select ${columns(word)}, ${total('users', word)} as total_users, ${total('posts', word)} as total_posts`
    return this.#reads.rowsPlannedAnew(query).map(([row]) => ({
      ...viewOf(row!),
      totalUsers: row!.total_users,
      totalPosts: row!.total_posts,
    }))
  }
}
