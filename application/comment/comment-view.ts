import type { CommentId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import type { Instrument } from '#domain/track/vocabulary.ts'
import type { AuthorView } from '../account/author-view.ts'

/** A comment as shown on a screen. */
export type CommentView = {
  readonly id: CommentId
  readonly author: AuthorView
  readonly postTitle: string
  /** Whether it is in the post's requested mix. */
  readonly isMixed: boolean
  readonly track: MediaPath
  readonly ingest: Ingest
  readonly instruments: readonly Instrument[]
  readonly createdAt: Instant
}
