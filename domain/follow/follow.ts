import type { Result } from 'neverthrow'
import type { AccountSuspended, VerifiedUser } from '../account/user.ts'
import type { UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { checkRules, type Rule } from '../shared/rules.ts'

/** Somebody follows somebody else; there is one of a pair at most. */
export type Follow = {
  readonly followerId: UserId
  readonly followedId: UserId
  readonly followedAt: Instant
}

/** Who would follow whom. */
export type FollowPair = { readonly follower: VerifiedUser; readonly followed: VerifiedUser }

/** They are one and the same. */
export type FollowsOneself = { readonly type: 'FollowsOneself' }
/** Staff has shut this user out. */
export type UserSuspended = { readonly type: 'UserSuspended'; readonly userId: UserId }

/** Why somebody may not follow somebody. */
export type FollowRefusal = FollowsOneself | AccountSuspended | UserSuspended

/** Rule: whose own account is shut out follows nobody anew. */
export const onlyAnActiveUserFollows: Rule<FollowPair, AccountSuspended> = ({ follower }) =>
  follower.state === 'active' ? null : { type: 'AccountSuspended' }

/** Rule: there is always somebody else. */
export const nobodyFollowsThemselves: Rule<FollowPair, FollowsOneself> = ({ follower, followed }) =>
  follower.id === followed.id ? { type: 'FollowsOneself' } : null

/** Rule: whoever is shut out wins no followers meanwhile, and keeps those there are. */
export const onlyAnActiveUserIsFollowed: Rule<FollowPair, UserSuspended> = ({ followed }) =>
  followed.state === 'active' ? null : { type: 'UserSuspended', userId: followed.id }

/** Every rule a follow has to keep, in the order in which they are asked. */
export const FOLLOW_POLICY: readonly Rule<FollowPair, FollowRefusal>[] = [
  onlyAnActiveUserFollows,
  nobodyFollowsThemselves,
  onlyAnActiveUserIsFollowed,
]

/** The follow, if it keeps every rule. */
export const follow = (pair: FollowPair, now: Instant): Result<Follow, FollowRefusal> =>
  checkRules(pair, FOLLOW_POLICY).map(({ follower, followed }) => ({
    followerId: follower.id,
    followedId: followed.id,
    followedAt: now,
  }))
