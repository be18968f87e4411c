import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Origin, PendingUser } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { PostView } from '../post/post-view.ts'
import { memoize } from '../shared/memoize.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** A user as a screen shows one. */
export type UserView = {
  readonly id: UserId
  readonly email: EmailAddress
  readonly nickname: Nickname
  readonly picture: MediaPath | null
  readonly background: MediaPath | null
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly origin: Origin
  readonly isActive: boolean
  readonly isSuspended: boolean
  readonly lastLoginAt: Instant | null
  readonly createdAt: Instant
  /** Likes of all the user's posts together. */
  readonly totalLiked: number
  readonly numFollowings: number
  readonly numFollowers: number
  /** Whom the user follows: the newest {@link MAX_FOLLOWS_SHOWN} follows, newest first. */
  readonly following: readonly UserId[]
  /** Who follows the user, likewise. */
  readonly followers: readonly UserId[]
}

/** Users named with a user as those who follow it, and as those it follows. */
export const MAX_FOLLOWS_SHOWN = 100

/** How a list of users may be ordered, the default first; ties by the newer id first. */
export const USER_ORDERS = ['mostLiked', 'mostFollowed', 'nickname'] as const
export type UserOrder = (typeof USER_ORDERS)[number]

/** The number sorted by, or the nickname's key (see `nicknameKey`). */
export type UserSortKey = number | string

/** Which users a list shows. */
export type UserListRequest = {
  readonly order: UserOrder
  /** Users with any of these; none given is no filter. */
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  /** The cursor's key is a string exactly where the order is by nickname. */
  readonly page: PageRequest<UserSortKey>
}

/** A user's own screen. */
export type UserDetailView = UserView & {
  /** The newest {@link MAX_POSTS_SHOWN}, newest first. */
  readonly posts: readonly PostView[]
  /** Those of the newest {@link MAX_POSTS_SHOWN} likes, the latest liked first. */
  readonly likedPosts: readonly PostView[]
}

/** Posts on a user's own screen, of either kind. */
export const MAX_POSTS_SHOWN = 50

/** What the user screens ask, each in one round trip. */
export interface UserQueries {
  /** Active users only. */
  list(request: UserListRequest): Outcome<Page<UserView, UserSortKey>>
  /** `null` where there is no such user. */
  byId(id: UserId): Outcome<UserView | null>
  /** `null` where there is no such user. */
  detail(id: UserId): Outcome<UserDetailView | null>
}

/** A user as somebody in particular may see one. */
export type Visible<View extends UserView> = Omit<View, 'email'> & { readonly email: EmailAddress | null }
export type VisibleUser = Visible<UserView>

const withoutAddress = memoize((user: UserView): VisibleUser => ({ ...user, email: null }))

/** The address is shown to its owner alone. All others see the same object of the same view. */
export const visibleTo = <View extends UserView>(viewer: UserId | null, user: View): Visible<View> =>
  viewer === user.id ? user : (withoutAddress(user) as Visible<View>)

/** Who has just signed up, as they see themselves; nothing is read for it. */
export const newUserView = ({
  id,
  email,
  nickname,
  instruments,
  genres,
  origin,
  createdAt,
}: PendingUser): VisibleUser => ({
  id,
  email,
  nickname,
  picture: null,
  background: null,
  instruments,
  genres,
  origin,
  isActive: false,
  isSuspended: false,
  lastLoginAt: null,
  createdAt,
  totalLiked: 0,
  numFollowings: 0,
  numFollowers: 0,
  following: [],
  followers: [],
})
