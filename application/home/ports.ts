import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { UserView } from '../account/user-view.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Users and posts in each row of a home page, at most. */
export const HOME_ROWS = 15

/** What somebody sees who has just come in. */
export type HomeView<User = UserView> = {
  /** Active users whose posts are liked most; of equals the newer one first. */
  readonly popularUsers: readonly User[]
  /** The most liked posts; of equals the newer one first. */
  readonly popularPosts: readonly PostView[]
  readonly recentPosts: readonly PostView[]
}

/** A word that has a home page of its own. */
export type HomeWord =
  | { readonly kind: 'instrument'; readonly word: Instrument }
  | { readonly kind: 'genre'; readonly word: Genre }

/** The same among those of one word, and how many those are. */
export type WordHomeView<User = UserView> = HomeView<User> & {
  /** Active ones. */
  readonly totalUsers: number
  readonly totalPosts: number
}

/** What the home pages ask, each in one round trip. */
export interface HomeQueries {
  /** Of everything. */
  home(): Outcome<HomeView>
  /** Of what has this word among its instruments or genres. */
  ofWord(word: HomeWord): Outcome<WordHomeView>
}
