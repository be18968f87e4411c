import type { Brand } from '#domain/shared/brand.ts'
import type { UserView } from '../account/user-view.ts'
import type { CommentView } from '../comment/comment-view.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'

/** The text to search for, folded by `foldText`: at least one character. */
export type Keyword = Brand<string, 'Keyword'>

/** In code points before folding; no title is longer. */
export const MAX_KEYWORD_LENGTH = 100

/** The most results of each kind. */
export const MAX_SEARCH_RESULTS = 20

/** Everything whose text contains the keyword, in any case; the newest of each kind, newest first. */
export type SearchResults<User = UserView> = {
  /** Active users whose nickname contains it. */
  readonly users: readonly User[]
  readonly postsByTitle: readonly PostView[]
  /** Posts whose author's nickname contains it. */
  readonly postsByAuthor: readonly PostView[]
  /** Comments whose author's nickname or post's title contains it. */
  readonly comments: readonly CommentView[]
}

/** Finds users, posts and comments. */
export interface SearchQueries {
  /** In one round trip. The keyword has no wildcards. */
  search(keyword: Keyword): Outcome<SearchResults>
}
