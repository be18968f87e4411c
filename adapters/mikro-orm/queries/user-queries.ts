import { sql } from 'kysely'
import {
  MAX_FOLLOWS_SHOWN,
  MAX_POSTS_SHOWN,
  type UserDetailView,
  type UserListRequest,
  type UserOrder,
  type UserQueries,
  type UserSortKey,
  type UserView,
} from '#application/account/user-view.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf } from '#application/shared/page.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Origin } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import { type ListSource, listRows, type ListShape, listShape, listValues } from './list-sql.ts'
import { postViewOf, type PostViewRow, postViews } from './post-queries.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { byNumber, byWord, msOf, type Order, pageSql } from './view-sql.ts'

export type UserViewRow = {
  readonly id: UserId
  readonly email: EmailAddress
  readonly nickname: Nickname
  readonly profile_img_path: MediaPath | null
  readonly profile_bg_path: MediaPath | null
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly origin: Origin
  readonly is_active: boolean
  readonly is_suspended: boolean
  readonly is_staff: boolean
  readonly last_login_ms: number | null
  readonly created_ms: number
  readonly total_liked: number
  readonly num_followings: number
  readonly num_followers: number
  readonly following: readonly UserId[]
  readonly followers: readonly UserId[]
}

type UserDetailRow = UserViewRow & {
  readonly posts: readonly PostViewRow[]
  readonly liked_posts: readonly PostViewRow[]
}

export const userViewOf = (row: UserViewRow): UserView => ({
  id: row.id,
  email: row.email,
  nickname: row.nickname,
  picture: row.profile_img_path,
  background: row.profile_bg_path,
  instruments: row.instruments,
  genres: row.genres,
  origin: row.origin,
  isActive: row.is_active,
  isSuspended: row.is_suspended,
  isStaff: row.is_staff,
  lastLoginAt: row.last_login_ms === null ? null : instant(row.last_login_ms),
  createdAt: instant(row.created_ms),
  totalLiked: row.total_liked,
  numFollowings: row.num_followings,
  numFollowers: row.num_followers,
  following: row.following,
  followers: row.followers,
})

const detailViewOf = (row: UserDetailRow): UserDetailView => ({
  ...userViewOf(row),
  posts: row.posts.map(postViewOf),
  likedPosts: row.liked_posts.map(postViewOf),
})

/** Written exactly as in the partial indexes, so that PostgreSQL uses them. */
export const ACTIVE = sql`(u.activated_at is not null and u.suspended_at is null)`

const SHOWN = sql.lit(MAX_FOLLOWS_SHOWN)

const FOLLOWING = sql`array(
    select f.followed_id from follows f where f.follower_id = u.id order by f.followed_at desc, f.followed_id desc
    limit ${SHOWN}
  )`

const FOLLOWERS = sql`array(
    select f.follower_id from follows f where f.followed_id = u.id order by f.followed_at desc, f.follower_id desc
    limit ${SHOWN}
  )`

/** The columns of a user view, for users `u`. */
export const USER_COLUMNS = sql`
  u.id, u.email, u.nickname, u.profile_img_path, u.profile_bg_path, u.instruments, u.genres, u.origin, ${ACTIVE} as is_active,
  u.suspended_at is not null as is_suspended, u.is_staff, ${msOf('u.last_login_at')} as last_login_ms,
  ${msOf('u.created_at')} as created_ms, u.total_liked, u.num_followings, u.num_followers,
  ${FOLLOWING} as following, ${FOLLOWERS} as followers`

type SortKeys = Pick<UserViewRow, 'total_liked' | 'num_followers'> & { readonly nickname_key: string }

/** Only active users are listed. */
export const LISTED_USERS: ListSource = { table: 'users', alias: 'u', sets: 'user_word_sets', condition: ACTIVE }

const ORDERS: Readonly<Record<UserOrder, Order & { readonly column: keyof SortKeys }>> = {
  mostLiked: { ...byNumber('total_liked'), column: 'total_liked' },
  mostFollowed: { ...byNumber('num_followers'), column: 'num_followers' },
  nickname: { ...byWord('nickname_key'), column: 'nickname_key' },
}

/** The user's newest posts, as one JSON value. */
const POSTS = sql`
  select coalesce(json_agg(post order by post.created_ms desc, post.id desc), '[]') from (${postViews(sql`
    select * from posts where author_id = u.id order by created_at desc, id desc limit ${sql.lit(MAX_POSTS_SHOWN)}`)}
  ) post`

/** The posts the user liked last, in the order of the likes. */
const LIKED_POSTS = sql`
  select coalesce(json_agg(post order by liked.liked_at desc, liked.post_id desc), '[]') from (
    select post_id, liked_at from likes where user_id = u.id
    order by liked_at desc, post_id desc limit ${sql.lit(MAX_POSTS_SHOWN)}
  ) liked
  cross join lateral (${postViews(sql`select * from posts where id = liked.post_id`)}) post`

const BY_ID = sql<UserViewRow>`select ${USER_COLUMNS} from users u where u.id = ${parameter('id')}`

const DETAIL = sql<UserDetailRow>`
  select ${USER_COLUMNS}, (${POSTS}) as posts, (${LIKED_POSTS}) as liked_posts from users u where u.id = ${parameter('id')}`

const LIST = byShape(({ order, filter, page: shape }: ListShape<UserOrder>) => {
  const by = ORDERS[order]
  const page = pageSql(by, 'u', shape)
  return sql<UserViewRow & SortKeys>`
    select ${USER_COLUMNS}, u.nickname_key from (${listRows(LISTED_USERS, by.column, filter, page)}) u ${page.order}`
})

/** Reads users for screens with plain SQL, without building entities. */
export class MikroOrmUserQueries implements UserQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  list(request: UserListRequest): Outcome<Page<UserView, UserSortKey>> {
    const by = ORDERS[request.order]
    return this.#reads.read(LIST(listShape(request)), listValues(by, request), (rows) => {
      const found = pageOf<UserViewRow & SortKeys, UserSortKey>(rows, request.page, (row) => ({
        key: row[by.column],
        id: row.id,
      }))
      return { ...found, rows: found.rows.map(userViewOf) }
    })
  }

  byId(id: UserId): Outcome<UserView | null> {
    return this.#reads.read(BY_ID, { id }, ([row]) => (row === undefined ? null : userViewOf(row)))
  }

  detail(id: UserId): Outcome<UserDetailView | null> {
    return this.#reads.view(DETAIL, { id }, ([row]) => (row === undefined ? null : detailViewOf(row)))
  }
}
