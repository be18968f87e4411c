import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { UserView } from '../account/user-view.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'

/** The most users or posts in each row of a home page. */
export const HOME_ROWS = 15

/** What is shown first. */
export type HomeView<User = UserView> = {
  /** Active users whose posts are liked most; among equals the newer one first. */
  readonly popularUsers: readonly User[]
  /** The most liked posts; among equals the newer one first. */
  readonly popularPosts: readonly PostView[]
  readonly recentPosts: readonly PostView[]
}

/** An instrument or genre, each of which has a home page. */
export type HomeWord =
  | { readonly kind: 'instrument'; readonly word: Instrument }
  | { readonly kind: 'genre'; readonly word: Genre }

/** The home page of one instrument or genre, with its totals. */
export type WordHomeView<User = UserView> = HomeView<User> & {
  /** Active ones. */
  readonly totalUsers: number
  readonly totalPosts: number
}

/** Reads the home pages, each in one round trip. */
export interface HomeQueries {
  /** The home page of everything. */
  home(): Outcome<HomeView>
  /** The home page of users and posts with this instrument or genre. */
  ofWord(word: HomeWord): Outcome<WordHomeView>
}
