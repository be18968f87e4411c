import {
  MAX_POSTS_SHOWN,
  type UserListRequest,
  type UserOrder,
  type UserQueries,
  type UserSortKey,
} from '#application/account/user-view.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { PostListRequest, PostOrder, PostQueries } from '#application/post/ports.ts'
import type { PostView } from '#application/post/post-view.ts'
import { nicknameKey } from '#domain/account/nickname.ts'
import type { User } from '#domain/account/user.ts'
import type { Post } from '#domain/post/post.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'
import {
  commentsOf,
  commentView,
  followersOf,
  likesOf,
  pageThrough,
  postView,
  totalLiked,
  userView,
} from './memory-views.ts'

const anyOf = <Word>(wanted: readonly Word[], given: readonly Word[]): boolean =>
  wanted.length === 0 || wanted.some((word) => given.includes(word))

const userSortKey = (tables: Tables, user: User, order: UserOrder): UserSortKey => {
  switch (order) {
    case 'mostLiked':
      return totalLiked(tables, user)
    case 'mostFollowed':
      return followersOf(tables, user).length
    case 'nickname':
      return nicknameKey(user.nickname)
  }
}

/** A page of the list of users. */
export const listedUsers = (tables: Tables, request: UserListRequest) => {
  const users = [...tables.users.values()]
    .filter(({ state }) => state === 'active')
    .filter((user) => anyOf(request.instruments, user.instruments) && anyOf(request.genres, user.genres))
    .map((user) => ({ user, key: userSortKey(tables, user, request.order), id: user.id }))
  const page = pageThrough(users, request.page, ({ key, id }) => ({ key, id }))
  return { ...page, rows: page.rows.map(({ user }) => userView(tables, user)) }
}

const newestFirst = (one: Post, other: Post): number => other.createdAt - one.createdAt || other.id - one.id

const likedPosts = (tables: Tables, id: UserId): readonly PostView[] =>
  [...tables.likes.values()]
    .filter(({ userId }) => userId === id)
    .toSorted((one, other) => other.likedAt - one.likedAt || other.postId - one.postId)
    .slice(0, MAX_POSTS_SHOWN)
    .map(({ postId }) => postView(tables, tables.posts.get(postId)!))

export const memoryUserQueries = (store: MemoryStore): UserQueries => ({
  list: (request) => store.read((tables) => listedUsers(tables, request)),
  detail: (id) =>
    store.read((tables) => {
      const user = tables.users.get(id)
      if (user === undefined) return null
      const own = [...tables.posts.values()].filter((post) => post.authorId === id).toSorted(newestFirst)
      return {
        ...userView(tables, user),
        posts: own.slice(0, MAX_POSTS_SHOWN).map((post) => postView(tables, post)),
        likedPosts: likedPosts(tables, id),
      }
    }),
  byId: (id) =>
    store.read((tables) => {
      const user = tables.users.get(id)
      return user === undefined ? null : userView(tables, user)
    }),
})

const sortKey = (tables: Tables, post: Post, order: PostOrder): number => {
  switch (order) {
    case 'newest':
      return post.createdAt
    case 'mostLiked':
      return likesOf(tables, post).length
    case 'mostCommented':
      return commentsOf(tables, post).length
  }
}

/** A page of the list of posts. */
export const listedPosts = (tables: Tables, request: PostListRequest) => {
  const posts = [...tables.posts.values()]
    .filter((post) => anyOf(request.instruments, post.instruments) && anyOf(request.genres, post.genres))
    .map((post) => ({ post, key: sortKey(tables, post, request.order), id: post.id }))
  const page = pageThrough(posts, request.page, ({ key, id }) => ({ key, id }))
  return { ...page, rows: page.rows.map(({ post }) => postView(tables, post)) }
}

export const memoryPostQueries = (store: MemoryStore): PostQueries => ({
  byId: (id) =>
    store.read((tables) => {
      const post = tables.posts.get(id)
      return post === undefined ? null : postView(tables, post)
    }),
  list: (request) => store.read((tables) => listedPosts(tables, request)),
})

export const memoryCommentQueries = (store: MemoryStore): CommentQueries => ({
  byId: (id) =>
    store.read((tables) => {
      const comment = tables.comments.get(id)
      return comment === undefined ? null : commentView(tables, comment)
    }),
  ofPost: (postId, request) =>
    store.read((tables) => {
      const post = tables.posts.get(postId)
      if (post === undefined) return null
      const page = pageThrough(commentsOf(tables, post), request, ({ createdAt, id }) => ({ key: createdAt, id }))
      return { ...page, rows: page.rows.map((comment) => commentView(tables, comment)) }
    }),
})
