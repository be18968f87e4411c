import type { Comment } from '#domain/comment/comment.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Instrument } from '#domain/track/vocabulary.ts'
import type { AuthorView } from '../account/user-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Comments, and with them their post's number of comments. */
export interface CommentRepository {
  /** An id that no other comment ever gets. */
  nextId(): Outcome<CommentId>
  /** The post's number of comments grows with it. */
  add(comment: Comment): Outcome<void>
  /** `null` where there is no such comment. */
  byId(id: CommentId): Outcome<Comment | null>
  /** Those of these comments that answer the post, in order of id. */
  ofPost(postId: PostId, ids: readonly CommentId[]): Outcome<readonly Comment[]>
  /** A user's comments, in order of id; not locked. */
  ofAuthor(author: UserId): Outcome<readonly Comment[]>
  /** A comment that was removed meanwhile stays removed. */
  save(comment: Comment): Outcome<void>
  /** The post's number of comments shrinks with it. May be repeated. */
  remove(id: CommentId): Outcome<void>
}

/** A comment as a screen shows one. */
export type CommentView = {
  readonly id: CommentId
  readonly author: AuthorView
  readonly postTitle: string
  /** Whether the post's requested mix has it. */
  readonly isMixed: boolean
  readonly track: MediaPath
  readonly instruments: readonly Instrument[]
  readonly createdAt: Instant
}

/** What the comment screens ask, each in one round trip. */
export interface CommentQueries {
  /** `null` where there is no such comment. */
  byId(id: CommentId): Outcome<CommentView | null>
  /** Newest first; `null` where there is no such post. A cursor's key is the time in ms. */
  ofPost(postId: PostId, page: PageRequest): Outcome<Page<CommentView> | null>
}
