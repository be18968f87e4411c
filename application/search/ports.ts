import type { Brand } from '#domain/shared/brand.ts'
import type { UserView } from '../account/user-view.ts'
import type { CommentView } from '../comment/comment-view.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'

/** What is looked for, as `foldText` makes it: at least one character. */
export type Keyword = Brand<string, 'Keyword'>

/** In code points, before it is made a key: no title is longer. */
export const MAX_KEYWORD_LENGTH = 100

/** Of each kind of thing that is found, at most so many. */
export const MAX_SEARCH_RESULTS = 20

/** What has the keyword somewhere in its text, whatever the case; the newest of each kind, newest first. */
export type SearchResults<User = UserView> = {
  /** Active users by their nickname. */
  readonly users: readonly User[]
  readonly postsByTitle: readonly PostView[]
  /** Posts whose author's nickname has it. */
  readonly postsByAuthor: readonly PostView[]
  /** Comments whose author's nickname or whose post's title has it. */
  readonly comments: readonly CommentView[]
}

/** What the search asks. */
export interface SearchQueries {
  /** In one round trip. No character of the keyword stands for another one. */
  search(keyword: Keyword): Outcome<SearchResults>
}
