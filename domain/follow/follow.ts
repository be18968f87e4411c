import type { Result } from 'neverthrow'
import type { AccountSuspended, VerifiedUser } from '../account/user.ts'
import type { UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { checkRules, type Rule } from '../shared/rules.ts'

/** One user follows another, at most once. */
export type Follow = {
  readonly followerId: UserId
  readonly followedId: UserId
  readonly followedAt: Instant
}

/** Who would follow whom. */
export type FollowPair = { readonly follower: VerifiedUser; readonly followed: VerifiedUser }

/** A user tried to follow themselves. */
export type FollowsOneself = { readonly type: 'FollowsOneself' }
/** The user is suspended. */
export type UserSuspended = { readonly type: 'UserSuspended'; readonly userId: UserId }

/** Why somebody may not follow somebody. */
export type FollowRefusal = FollowsOneself | AccountSuspended | UserSuspended

/** Rule: a suspended user follows nobody new. */
export const onlyAnActiveUserFollows: Rule<FollowPair, AccountSuspended> = ({ follower }) =>
  follower.state === 'active' ? null : { type: 'AccountSuspended' }

/** Rule: users do not follow themselves. */
export const nobodyFollowsThemselves: Rule<FollowPair, FollowsOneself> = ({ follower, followed }) =>
  follower.id === followed.id ? { type: 'FollowsOneself' } : null

/** Rule: a suspended user gains no followers and keeps the ones they have. */
export const onlyAnActiveUserIsFollowed: Rule<FollowPair, UserSuspended> = ({ followed }) =>
  followed.state === 'active' ? null : { type: 'UserSuspended', userId: followed.id }

/** The rules of following, in the order in which they are checked. */
export const FOLLOW_POLICY: readonly Rule<FollowPair, FollowRefusal>[] = [
  onlyAnActiveUserFollows,
  nobodyFollowsThemselves,
  onlyAnActiveUserIsFollowed,
]

/** The follow, if it breaks no rule. */
export const follow = (pair: FollowPair, now: Instant): Result<Follow, FollowRefusal> =>
  checkRules(pair, FOLLOW_POLICY).map(({ follower, followed }) => ({
    followerId: follower.id,
    followedId: followed.id,
    followedAt: now,
  }))
