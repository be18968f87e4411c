import type { CommentId, PostId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Whose track: the post's own, or that of one of its comments. */
export type TrackOf = { readonly postId: PostId; readonly commentId: CommentId | null }

/** The tracks of posts and comments. */
export interface TrackRepository {
  /** Tracks that are not ingested yet, at most `limit`; those of posts first, then by id. */
  processing(limit: number): Outcome<readonly TrackOf[]>
}
