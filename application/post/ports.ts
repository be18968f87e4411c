import type { Like } from '#domain/post/like.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { PostView } from './post-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Posts, each with its comments and its mix below it. */
export interface PostRepository {
  /** An id that no other post ever gets. */
  nextId(): Outcome<PostId>
  /** Under an id of `nextId`. */
  add(post: Post): Outcome<void>
  /** Locked until the transaction ends; whoever changes a post's comments or mix locks the post first. */
  byId(id: PostId): Outcome<Post | null>
  /** Ids of a user's posts, in order; not locked. */
  ofAuthor(author: UserId): Outcome<readonly PostId[]>
  /** A post that was removed meanwhile stays removed. */
  save(post: Post): Outcome<void>
  /** Its comments, its likes and its mix go with it; its author's number of likes shrinks by them. */
  remove(id: PostId): Outcome<void>
}

/** Who likes which post, and with it the post's number of likes and that of all its author's posts. */
export interface LikeRepository {
  /** Whether there is such a like. Whoever decides on it locks the post first. */
  has(post: PostId, user: UserId): Outcome<boolean>
  /** May be repeated; a like that is there stays as it is. */
  add(like: Like): Outcome<void>
  /** May be repeated. */
  remove(post: PostId, user: UserId): Outcome<void>
}

/** How a list of posts may be ordered, the default first. */
export const POST_ORDERS = ['newest', 'mostLiked', 'mostCommented'] as const
export type PostOrder = (typeof POST_ORDERS)[number]

/** A list of posts, asked for in the words of the domain. */
export type PostListRequest = {
  readonly order: PostOrder
  /** Posts with any of these; none given is no filter. */
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly page: PageRequest
}

/** What the post screens ask, each in one round trip. */
export interface PostQueries {
  /** `null` where there is no such post. */
  byId(id: PostId): Outcome<PostView | null>
  /** Within one sort key the newer id comes first. A cursor's key is the number liked, of comments, or the time in ms. */
  list(request: PostListRequest): Outcome<Page<PostView>>
}
