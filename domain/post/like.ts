import type { Result } from 'neverthrow'
import type { AccountSuspended, VerifiedUser } from '../account/user.ts'
import type { PostId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { checkRules, type Rule } from '../shared/rules.ts'
import type { Post } from './post.ts'

/** A user likes somebody else's post, at most once. */
export type Like = {
  readonly postId: PostId
  readonly userId: UserId
  readonly likedAt: Instant
}

/** Who would like what. */
export type LikePair = { readonly liker: VerifiedUser; readonly post: Pick<Post, 'id' | 'authorId'> }

/** A user tried to like their own post. */
export type LikesOwnPost = { readonly type: 'LikesOwnPost'; readonly postId: PostId }

/** Why somebody may not like a post. */
export type LikeRefusal = LikesOwnPost | AccountSuspended

/** Rule: a suspended user likes nothing new. */
export const onlyAnActiveUserLikes: Rule<LikePair, AccountSuspended> = ({ liker }) =>
  liker.state === 'active' ? null : { type: 'AccountSuspended' }

/** Rule: users do not like their own posts. */
export const nobodyLikesTheirOwnPost: Rule<LikePair, LikesOwnPost> = ({ liker, post }) =>
  liker.id === post.authorId ? { type: 'LikesOwnPost', postId: post.id } : null

/** The rules of liking, in the order in which they are checked. */
export const LIKE_POLICY: readonly Rule<LikePair, LikeRefusal>[] = [onlyAnActiveUserLikes, nobodyLikesTheirOwnPost]

/** The like, if it breaks no rule. */
export const like = (pair: LikePair, now: Instant): Result<Like, LikeRefusal> =>
  checkRules(pair, LIKE_POLICY).map(({ liker, post }) => ({ postId: post.id, userId: liker.id, likedAt: now }))
