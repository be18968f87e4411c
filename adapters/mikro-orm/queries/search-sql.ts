import { type RawBuilder, sql } from 'kysely'
import { type Keyword, MAX_SEARCH_RESULTS } from '#application/search/ports.ts'
import { parameter } from './reads.ts'

/** How many of the newest rows are scanned before the index is used. */
const MAX_SCANNED = 1_000
/**
 * For how many matching users and posts, the last to be made first, posts, comments and dates are looked up. A date is looked up
 * only here: for every match of a common word it would take most of the time.
 */
const MAX_JOINED = 1_000

const FOUND = sql.lit(MAX_SEARCH_RESULTS)
const JOINED = sql.lit(MAX_JOINED)

/** The keyword's bigrams, or its only character. A text with all of them may contain the keyword. */
const gramsOf = (keyword: Keyword): readonly string[] => {
  const characters = Array.from(keyword)
  return characters.length === 1 ? characters : characters.slice(1).map((next, at) => `${characters[at]}${next}`)
}

/** The parameter values of {@link FINDING}. */
export const findingValues = (keyword: Keyword) => ({ keyword, grams: gramsOf(keyword) })

const has = (key: RawBuilder<unknown>): RawBuilder<unknown> => sql`strpos(${key}, ${parameter('keyword')}) > 0`

const NICKNAME = (author: string) => sql`(select n.key from searched_nicknames n where n.user_id = ${sql.ref(author)})`
const TITLE = (post: string) => sql`(select t.key from searched_titles t where t.post_id = ${sql.ref(post)})`

/** The matches among the newest rows. For a common keyword these suffice, and no index is needed. */
const amongNewest = (table: 'posts' | 'comments', condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select id, created_at from (
    select * from ${sql.table(table)} order by created_at desc, id desc limit ${sql.lit(MAX_SCANNED)}
  ) newest
  where ${condition} order by created_at desc, id desc limit ${FOUND}`

/** Whether these were too few. If not, PostgreSQL skips the rest of the search. */
const tooFewIn = (name: string): RawBuilder<unknown> => sql`(select count(*) from ${sql.table(name)}) < ${FOUND}`

/** Matches by index. The subselect hides the keyword from the planner, which might not use the index otherwise. */
const BY_INDEX = sql`search_grams(key) @> (select ${parameter('grams')}::text[]) and ${has(sql`key`)}`

const newestOf = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select id, created_at from (${rows}) found order by created_at desc, id desc limit ${FOUND}`

/** The first result if it is full, else the other one. */
const either = (first: string, all: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select * from ${sql.table(first)} where not ${tooFewIn(first)}
  union all (${newestOf(all)})`

/**
 * The CTEs of the search; `found_users`, `found_titles`, `found_authors` and `found_comments` are its results. Each is
 * materialized, so that the planner does not inline it and read a whole table instead.
 */
export const FINDING = sql`
  users_newest as materialized (
    select user_id as id from (
      select user_id, key from searched_nicknames order by user_id desc limit ${sql.lit(MAX_SCANNED)}
    ) newest
    where ${has(sql`key`)} and (
      select u.suspended_at is null from users u where u.id = user_id
    ) order by user_id desc limit ${FOUND}
  ),
  titles_newest as materialized (${amongNewest('posts', has(TITLE('newest.id')))}),
  authors_newest as materialized (${amongNewest('posts', has(NICKNAME('newest.author_id')))}),
  comments_newest as materialized (${amongNewest(
    'comments',
    sql`(${has(NICKNAME('newest.author_id'))} or ${has(TITLE('newest.post_id'))})`,
  )}),
  named_all as materialized (select user_id from searched_nicknames where ${BY_INDEX}),
  named as materialized (select user_id from named_all order by user_id desc limit ${JOINED}),
  titled_newest as materialized (
    select post_id from searched_titles where ${BY_INDEX} order by post_id desc limit ${JOINED}
  ),
  titled as materialized (
    select post_id, (select created_at from posts where id = post_id) as created_at from titled_newest
  ),
  found_users as materialized (
    select id from users_newest where not ${tooFewIn('users_newest')}
    union all (
      select user_id from named_all
      where ${tooFewIn('users_newest')} and (select u.suspended_at is null from users u where u.id = user_id)
      order by user_id desc limit ${FOUND}
    )
  ),
  found_titles as materialized (${either(
    'titles_newest',
    sql`select post_id as id, created_at from titled where ${tooFewIn('titles_newest')}`,
  )}),
  found_authors as materialized (${either(
    'authors_newest',
    sql`
      select of_author.* from named cross join lateral (
        select id, created_at from posts where author_id = named.user_id
        order by created_at desc, id desc limit ${FOUND}
      ) of_author where ${tooFewIn('authors_newest')}`,
  )}),
  found_comments as materialized (${either(
    'comments_newest',
    sql`
      select of_author.* from named cross join lateral (
        select id, created_at from comments where author_id = named.user_id
        order by created_at desc, id desc limit ${FOUND}
      ) of_author where ${tooFewIn('comments_newest')}
      union
      select of_post.* from titled_newest cross join lateral (
        select id, created_at from comments where post_id = titled_newest.post_id
        order by created_at desc, id desc limit ${FOUND}
      ) of_post where ${tooFewIn('comments_newest')}`,
  )})`
