import { MAX_FOLLOWS_SHOWN, type UserView } from '#application/account/user-view.ts'
import type { AuthorView } from '#application/account/author-view.ts'
import type { CommentView } from '#application/comment/comment-view.ts'
import { MAX_COMMENTS_SHOWN, MAX_LIKERS_SHOWN, type PostView } from '#application/post/post-view.ts'
import type { Cursor, Page, PageRequest } from '#application/shared/page.ts'
import { pageOf } from '#application/shared/page.ts'
import { isVerified, type Pictures, type User } from '#domain/account/user.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { Follow } from '#domain/follow/follow.ts'
import type { Like } from '#domain/post/like.ts'
import type { Post } from '#domain/post/post.ts'
import { type Mix, stemsOf } from '#domain/mix/mix.ts'
import type { CommentId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Tables } from '../store/memory-tables.ts'

type Place<Key extends number | string> = Pick<Cursor<Key>, 'key' | 'id'>

/**
 * By code point, as a database compares UTF-8. JavaScript's `<` compares UTF-16 units, which differs above U+FFFF.
 */
const inCharacterOrder = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return (one.codePointAt(at) ?? -1) - (other.codePointAt(at) ?? -1)
}

/** Largest number or smallest text first, and within one key the newest id. */
const inReadingOrder = <Key extends number | string>(one: Place<Key>, other: Place<Key>): number => {
  const [key, otherKey]: readonly (number | string)[] = [one.key, other.key]
  const byKey = typeof key === 'string' ? inCharacterOrder(key, String(otherKey)) : Number(otherKey) - Number(key)
  return byKey || other.id - one.id
}

/** One page of unsorted rows. */
export const pageThrough = <Row, Key extends number | string = number>(
  rows: readonly Row[],
  request: PageRequest<Key>,
  placeOf: (row: Row) => Place<Key>,
): Page<Row, Key> => {
  const { cursor, size } = request
  const sorted = rows.toSorted((one, other) => inReadingOrder(placeOf(one), placeOf(other)))
  const read =
    cursor?.direction === 'before'
      ? sorted.filter((row) => inReadingOrder(placeOf(row), cursor) < 0).toReversed()
      : sorted.filter((row) => cursor === null || inReadingOrder(placeOf(row), cursor) > 0)
  return pageOf(read.slice(0, size + 1), request, placeOf)
}

/** The ids that rows with a time refer to, newest first. */
const newestIds = <Row>(rows: readonly Row[], at: (row: Row) => Instant, id: (row: Row) => UserId): readonly UserId[] =>
  rows.toSorted((one, other) => at(other) - at(one) || id(other) - id(one)).map(id)

const likedAt = (like: Like): Instant => like.likedAt
const followedAt = (follow: Follow): Instant => follow.followedAt

export const likesOf = (tables: Tables, post: Post): readonly Like[] =>
  [...tables.likes.values()].filter(({ postId }) => postId === post.id)

export const totalLiked = (tables: Tables, user: User): number =>
  [...tables.likes.values()].filter(({ postId }) => tables.posts.get(postId)?.authorId === user.id).length

export const followersOf = (tables: Tables, user: User): readonly Follow[] =>
  [...tables.follows.values()].filter(({ followedId }) => followedId === user.id)

export const userView = (tables: Tables, user: User): UserView => {
  const followings = [...tables.follows.values()].filter(({ followerId }) => followerId === user.id)
  const followers = followersOf(tables, user)
  return {
    ...accountView(user),
    totalLiked: totalLiked(tables, user),
    numFollowings: followings.length,
    numFollowers: followers.length,
    following: newestIds(followings, followedAt, ({ followedId }) => followedId).slice(0, MAX_FOLLOWS_SHOWN),
    followers: newestIds(followers, followedAt, ({ followerId }) => followerId).slice(0, MAX_FOLLOWS_SHOWN),
  }
}

type Counts = 'totalLiked' | 'numFollowings' | 'numFollowers' | 'following' | 'followers'

const picturesOf = (user: User): Pictures =>
  isVerified(user) ? { picture: user.picture, background: user.background } : { picture: null, background: null }

const accountView = (user: User): Omit<UserView, Counts> => ({
  id: user.id,
  email: user.email,
  nickname: user.nickname,
  ...picturesOf(user),
  instruments: user.instruments,
  genres: user.genres,
  origin: user.origin,
  isActive: user.state === 'active',
  isSuspended: user.state === 'suspended',
  isStaff: isVerified(user) && user.isStaff,
  lastLoginAt: isVerified(user) ? user.lastLoginAt : null,
  createdAt: user.createdAt,
})

/** Posts and comments are deleted with their author, so there always is one. */
export const authorView = (tables: Tables, id: UserId): AuthorView => {
  const user = tables.users.get(id)!
  return { id, nickname: user.nickname, picture: picturesOf(user).picture }
}

const isInMix = (mix: Mix | null | undefined, comment: CommentId): boolean =>
  mix !== null && mix !== undefined && stemsOf(mix).includes(comment)

export const commentView = (tables: Tables, comment: Comment): CommentView => ({
  id: comment.id,
  author: authorView(tables, comment.authorId),
  postTitle: tables.posts.get(comment.postId)!.title,
  isMixed: isInMix(tables.mixes.get(comment.postId), comment.id),
  track: comment.track.path,
  ingest: comment.track.ingest,
  instruments: comment.instruments,
  createdAt: comment.createdAt,
})

export const commentsOf = (tables: Tables, post: Post): readonly Comment[] =>
  [...tables.comments.values()].filter((comment) => comment.postId === post.id)

const oldestFirst = (one: Comment, other: Comment): number => one.createdAt - other.createdAt || one.id - other.id

export const postView = (tables: Tables, post: Post): PostView => {
  const mix = tables.mixes.get(post.id) ?? null
  const comments = commentsOf(tables, post).toSorted(oldestFirst)
  const likes = likesOf(tables, post)
  const newest = comments.length - MAX_COMMENTS_SHOWN
  const shown = comments.filter(({ id }, at) => at >= newest || isInMix(mix, id))
  return {
    id: post.id,
    title: post.title,
    author: authorView(tables, post.authorId),
    instruments: post.instruments,
    genres: post.genres,
    bpm: post.bpm,
    liked: newestIds(likes, likedAt, ({ userId }) => userId).slice(0, MAX_LIKERS_SHOWN),
    numLiked: likes.length,
    numComments: comments.length,
    createdAt: post.createdAt,
    track: post.track.path,
    ingest: post.track.ingest,
    master: post.master,
    image: post.image,
    mix,
    comments: shown.map((comment) => commentView(tables, comment)),
  }
}
