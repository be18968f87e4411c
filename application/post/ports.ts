import type { Like } from '#domain/post/like.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { PostView } from './post-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Posts. Their comments and mixes belong to them. */
export interface PostRepository {
  /** A new id; it is never given out twice. */
  nextId(): Outcome<PostId>
  /** The post has an id from `nextId`. */
  add(post: Post): Outcome<void>
  /** Locked until the transaction ends. Lock the post before changing its comments or its mix. */
  byId(id: PostId): Outcome<Post | null>
  /** Ids of a user's posts, in order; not locked. */
  ofAuthor(author: UserId): Outcome<readonly PostId[]>
  /** Does nothing if the post was removed meanwhile. */
  save(post: Post): Outcome<void>
  /** Removes its comments, likes and mix too, and adjusts its author's number of likes. */
  remove(id: PostId): Outcome<void>
}

/** Who likes which post, and the number of likes of the post and of its author. */
export interface LikeRepository {
  /** Whether the like exists. Lock the post first before deciding anything on the result. */
  has(post: PostId, user: UserId): Outcome<boolean>
  /** May be repeated; an existing like is not changed. */
  add(like: Like): Outcome<void>
  /** May be repeated. */
  remove(post: PostId, user: UserId): Outcome<void>
}

/** How a list of posts may be ordered, the default first. */
export const POST_ORDERS = ['newest', 'mostLiked', 'mostCommented'] as const
export type PostOrder = (typeof POST_ORDERS)[number]

/** Which posts a list shows, and how. */
export type PostListRequest = {
  readonly order: PostOrder
  /** Posts with any of these; an empty list is no filter. */
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly page: PageRequest
}

/** Reads posts for screens, each in one round trip. */
export interface PostQueries {
  /** `null` where there is no such post. */
  byId(id: PostId): Outcome<PostView | null>
  /**
   * Among equal sort keys the higher id comes first. A cursor's key is the number of likes or comments, or the time in
   * milliseconds.
   */
  list(request: PostListRequest): Outcome<Page<PostView>>
}
