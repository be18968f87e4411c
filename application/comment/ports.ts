import type { Comment } from '#domain/comment/comment.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import type { CommentView } from './comment-view.ts'
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

/** What the comment screens ask, each in one round trip. */
export interface CommentQueries {
  /** `null` where there is no such comment. */
  byId(id: CommentId): Outcome<CommentView | null>
  /** Newest first; `null` where there is no such post. A cursor's key is the time in ms. */
  ofPost(postId: PostId, page: PageRequest): Outcome<Page<CommentView> | null>
}
