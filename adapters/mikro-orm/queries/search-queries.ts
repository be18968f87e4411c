import { sql } from 'kysely'
import type { SearchResults, Keyword, SearchQueries } from '#application/search/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { COMMENT_COLUMNS, commentViewOf, type CommentViewRow } from './comment-queries.ts'
import { postViewOf, type PostViewRow, postViews } from './post-queries.ts'
import type { Reads } from './reads.ts'
import { FINDING, findingValues } from './search-sql.ts'
import { USER_COLUMNS, userViewOf, type UserViewRow } from './user-queries.ts'

type FoundRow = {
  readonly users: readonly UserViewRow[]
  readonly posts_by_title: readonly PostViewRow[]
  readonly posts_by_author: readonly PostViewRow[]
  readonly comments: readonly CommentViewRow[]
}

const USERS = sql`
  select coalesce(json_agg(shown order by shown.id desc), '[]') from (
    select ${USER_COLUMNS} from found_users join users u on u.id = found_users.id
  ) shown`

const posts = (found: 'found_titles' | 'found_authors') => sql`
  select coalesce(json_agg(shown order by shown.created_ms desc, shown.id desc), '[]') from (
    ${postViews(sql`select p.* from ${sql.table(found)} found join posts p on p.id = found.id`)}
  ) shown`

const COMMENTS = sql`
  select coalesce(json_agg(shown order by shown.created_ms desc, shown.id desc), '[]') from (
    select ${COMMENT_COLUMNS} from found_comments found
    join comments c on c.id = found.id
    join posts p on p.id = c.post_id
    join users a on a.id = c.author_id
    left join mixes m on m.post_id = c.post_id
  ) shown`

const SEARCH = sql<FoundRow>`
  with ${FINDING}
  select (${USERS}) as users, (${posts('found_titles')}) as posts_by_title,
    (${posts('found_authors')}) as posts_by_author, (${COMMENTS}) as comments`

/** Searches the keys of nicknames and titles with plain SQL, without building entities. */
export class MikroOrmSearchQueries implements SearchQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  search(keyword: Keyword): Outcome<SearchResults> {
    return this.#reads.read(SEARCH, findingValues(keyword), ([row]) => ({
      users: row!.users.map(userViewOf),
      postsByTitle: row!.posts_by_title.map(postViewOf),
      postsByAuthor: row!.posts_by_author.map(postViewOf),
      comments: row!.comments.map(commentViewOf),
    }))
  }
}
