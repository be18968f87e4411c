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

/** A user as shown on a screen. */
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
  /** Shown to nobody but the user. */
  readonly isStaff: boolean
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

/** How many followers and followed users are listed with a user. */
export const MAX_FOLLOWS_SHOWN = 100

/** How a list of users may be ordered, the default first; ties by the newer id first. */
export const USER_ORDERS = ['mostLiked', 'mostFollowed', 'nickname'] as const
export type UserOrder = (typeof USER_ORDERS)[number]

/** The number the list is sorted by, or the nickname's key (see `nicknameKey`). */
export type UserSortKey = number | string

/** Which users a list shows. */
export type UserListRequest = {
  readonly order: UserOrder
  /** Users with any of these; an empty list is no filter. */
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  /** The cursor's key is a string exactly where the order is by nickname. */
  readonly page: PageRequest<UserSortKey>
}

/** A user's own screen. */
export type UserDetailView = UserView & {
  /** The newest {@link MAX_POSTS_SHOWN}, newest first. */
  readonly posts: readonly PostView[]
  /** The posts of the newest {@link MAX_POSTS_SHOWN} likes, latest like first. */
  readonly likedPosts: readonly PostView[]
}

/** How many posts and liked posts are shown with a user. */
export const MAX_POSTS_SHOWN = 50

/** Reads users for screens, each in one round trip. */
export interface UserQueries {
  /** Active users only. */
  list(request: UserListRequest): Outcome<Page<UserView, UserSortKey>>
  /** `null` where there is no such user. */
  byId(id: UserId): Outcome<UserView | null>
  /** `null` where there is no such user. */
  detail(id: UserId): Outcome<UserDetailView | null>
}

/** A user as a particular viewer may see them. */
export type Visible<View extends UserView> = Omit<View, 'email'> & { readonly email: EmailAddress | null }
export type VisibleUser = Visible<UserView>

const withoutAddress = memoize((user: UserView): VisibleUser => ({ ...user, email: null }))

/** Shows the address to its owner only. Everybody else gets the same object for the same view. */
export const visibleTo = <View extends UserView>(viewer: UserId | null, user: View): Visible<View> =>
  viewer === user.id ? user : (withoutAddress(user) as Visible<View>)

/** A new user as they see themselves, without reading anything. */
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
  isStaff: false,
  lastLoginAt: null,
  createdAt,
  totalLiked: 0,
  numFollowings: 0,
  numFollowers: 0,
  following: [],
  followers: [],
})
