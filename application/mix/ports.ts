import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'

/** One mix a post. Whoever reads it to change it locks the post first. */
export interface MixRepository {
  /** `null` where nobody ever asked for one. */
  ofPost(postId: PostId): Outcome<Mix | null>
  /** Puts the mix in place of the post's older one, if there is any. */
  save(mix: Mix): Outcome<void>
  /** Posts whose mix is waiting at `now` (see `isWaiting`), longest waiting first, at most `limit`. */
  waiting(now: Instant, limit: number): Outcome<readonly PostId[]>
}
