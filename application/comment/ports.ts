import type { Comment } from '#domain/comment/comment.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import type { CommentView } from './comment-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Page, PageRequest } from '../shared/page.ts'

/** Comments, and the number of comments of their posts. */
export interface CommentRepository {
  /** A new id; it is never given out twice. */
  nextId(): Outcome<CommentId>
  /** Increases the post's number of comments. */
  add(comment: Comment): Outcome<void>
  /** `null` where there is no such comment. */
  byId(id: CommentId): Outcome<Comment | null>
  /** Those of these comments that belong to the post, in order of id. */
  ofPost(postId: PostId, ids: readonly CommentId[]): Outcome<readonly Comment[]>
  /** A user's comments, in order of id; not locked. */
  ofAuthor(author: UserId): Outcome<readonly Comment[]>
  /** Does nothing if the comment was removed meanwhile. */
  save(comment: Comment): Outcome<void>
  /** Decreases the post's number of comments. May be repeated. */
  remove(id: CommentId): Outcome<void>
}

/** Reads comments for screens, each in one round trip. */
export interface CommentQueries {
  /** `null` where there is no such comment. */
  byId(id: CommentId): Outcome<CommentView | null>
  /** Newest first; `null` where there is no such post. A cursor's key is the time in ms. */
  ofPost(postId: PostId, page: PageRequest): Outcome<Page<CommentView> | null>
}
