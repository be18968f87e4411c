import { type RawBuilder, sql } from 'kysely'
import { type Keyword, MAX_SEARCH_RESULTS } from '#application/search/ports.ts'
import { parameter } from './reads.ts'

/** How many of the newest rows are looked through before an index is asked. */
const LOOKED_THROUGH = 1_000
/** Of so many users and posts that have the keyword, newest first, everything is looked up. */
const MAX_FOLLOWED = 1_000

const FOUND = sql.lit(MAX_SEARCH_RESULTS)
const FOLLOWED = sql.lit(MAX_FOLLOWED)

/** Two characters each; what has all of them may have the keyword. */
const gramsOf = (keyword: Keyword): readonly string[] => {
  const characters = Array.from(keyword)
  return characters.length === 1 ? characters : characters.slice(1).map((next, at) => `${characters[at]}${next}`)
}

/** What {@link FINDING} is given. */
export const findingValues = (keyword: Keyword) => ({ keyword, grams: gramsOf(keyword) })

const has = (key: RawBuilder<unknown>): RawBuilder<unknown> => sql`strpos(${key}, ${parameter('keyword')}) > 0`

const NICKNAME = (author: string) => sql`(select n.key from searched_nicknames n where n.user_id = ${sql.ref(author)})`
const TITLE = (post: string) => sql`(select t.key from searched_titles t where t.post_id = ${sql.ref(post)})`

/** Of the newest rows those that have it: where many have it, these are enough, and none of them costs an index. */
const amongNewest = (table: 'posts' | 'comments', condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select id, created_at from (
    select * from ${sql.table(table)} order by created_at desc, id desc limit ${sql.lit(LOOKED_THROUGH)}
  ) newest
  where ${condition} order by created_at desc, id desc limit ${FOUND}`

/** Whether those few were not enough. Known before the rest is asked, which then is not asked at all. */
const tooFewIn = (name: string): RawBuilder<unknown> => sql`(select count(*) from ${sql.table(name)}) < ${FOUND}`

/** By the index. It is not told of the keyword before it is asked, or it might think better of it. */
const BY_INDEX = sql`search_grams(key) @> (select ${parameter('grams')}::text[]) and ${has(sql`key`)}`

const newestOf = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select id, created_at from (${rows}) found order by created_at desc, id desc limit ${FOUND}`

/** The first where they are enough, else all. */
const either = (first: string, all: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select * from ${sql.table(first)} where not ${tooFewIn(first)}
  union all (${newestOf(all)})`

/**
 * For a `with`: `found_users`, `found_titles`, `found_authors` and `found_comments` hold what is shown. Each step is
 * materialized, so that none is moved to where a table would be read for it.
 */
export const FINDING = sql`
  users_newest as materialized (
    select user_id as id from (
      select user_id, key from searched_nicknames order by user_id desc limit ${sql.lit(LOOKED_THROUGH)}
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
  named as materialized (select user_id from named_all order by user_id desc limit ${FOLLOWED}),
  titled as materialized (
    select post_id, (select created_at from posts where id = post_id) as created_at
    from searched_titles where ${BY_INDEX}
  ),
  titled_newest as materialized (
    select post_id from titled order by created_at desc, post_id desc limit ${FOLLOWED}
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
