import type { Mix } from '#domain/mix/mix.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { AuthorView } from '../account/author-view.ts'
import type { CommentView } from '../comment/comment-view.ts'

/** A post as shown on a screen. */
export type PostView = {
  readonly id: PostId
  readonly title: string
  readonly author: AuthorView
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly bpm: number | null
  /** Who likes it: the newest {@link MAX_LIKERS_SHOWN} likes, newest first. */
  readonly liked: readonly UserId[]
  readonly numLiked: number
  readonly numComments: number
  readonly createdAt: Instant
  readonly track: MediaPath
  readonly ingest: Ingest
  readonly master: MediaPath | null
  readonly image: MediaPath | null
  readonly mix: Mix | null
  /** The newest {@link MAX_COMMENTS_SHOWN} and every mixed one, oldest first. */
  readonly comments: readonly CommentView[]
}

/** How many comments are shown with a post. Mixed ones are always shown. */
export const MAX_COMMENTS_SHOWN = 100

/** How many likers are listed with a post. */
export const MAX_LIKERS_SHOWN = 100
