import type { Follow } from '#domain/follow/follow.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Who follows whom, and both users' counters of followers and followed users. */
export interface FollowRepository {
  /** Whether the follow exists. Lock both users first before deciding anything on the result. */
  has(follower: UserId, followed: UserId): Outcome<boolean>
  /** May be repeated; an existing follow is not changed. */
  add(follow: Follow): Outcome<void>
  /** May be repeated. */
  remove(follower: UserId, followed: UserId): Outcome<void>
}
