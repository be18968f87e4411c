import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** One mix per post. Lock the post before changing its mix. */
export interface MixRepository {
  /** `null` if none was ever requested. */
  ofPost(postId: PostId): Outcome<Mix | null>
  /** Replaces the post's mix. */
  save(mix: Mix): Outcome<void>
  /** Posts whose mix is waiting at `now` (see `isWaiting`), longest waiting first, at most `limit`. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]>
}
