import type { Follow } from '#domain/follow/follow.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'

/** Who follows whom, and with it both users' numbers of followers and of followed ones. */
export interface FollowRepository {
  /** Whether there is such a follow. Whoever decides on it locks both users first. */
  has(follower: UserId, followed: UserId): Outcome<boolean>
  /** May be repeated; a follow that is there stays as it is. */
  add(follow: Follow): Outcome<void>
  /** May be repeated. */
  remove(follower: UserId, followed: UserId): Outcome<void>
}
