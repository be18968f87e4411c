import { err, ok, safeTry } from 'neverthrow'
import { isVerified } from '#domain/account/user.ts'
import { like, type LikePair, type LikeRefusal } from '#domain/post/like.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from './post-not-found.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from '../account/user-not-found.ts'
import type { Clock } from '../shared/system.ts'

/** What liking needs. */
export type LikeDependencies = { readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'likes'>; readonly clock: Clock }

/** Who likes, or unlikes, which post. */
export type Liking = { readonly postId: PostId; readonly liker: UserId }

type Repositories = Pick<Transaction, 'users' | 'posts' | 'likes'>

/**
 * The post, then its author and the liker, locked, so that the second of two calls on one post sees what the first one
 * did.
 */
const lockedPair = (
  { posts, users }: Repositories,
  { postId, liker: likerId }: Liking,
): Outcome<LikePair, PostNotFound | UserNotFound> =>
  safeTry(async function* () {
    const post = yield* posts.byId(postId)
    if (post === null) return err(postNotFound(postId))
    const liker = (yield* users.lock([likerId, post.authorId])).find(({ id }) => id === likerId)
    return liker === undefined || !isVerified(liker) ? err(userNotFound(likerId)) : ok({ liker, post })
  })

/** Likes a post. May be repeated. */
export const likePost =
  (deps: LikeDependencies) =>
  (liking: Liking): Outcome<void, PostNotFound | UserNotFound | LikeRefusal> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const pair = yield* lockedPair(transaction, liking)
        return transaction.likes.add(yield* like(pair, deps.clock.now()))
      }),
    )

/** Unlikes a post. May be repeated. */
export const unlikePost =
  (deps: LikeDependencies) =>
  (liking: Liking): Outcome<void, PostNotFound | UserNotFound> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { post, liker } = yield* lockedPair(transaction, liking)
        return transaction.likes.remove(post.id, liker.id)
      }),
    )

/** Likes a post that is not liked yet, unlikes one that is. Two calls at once are two toggles. */
export const toggleLike =
  (deps: LikeDependencies) =>
  (liking: Liking): Outcome<void, PostNotFound | UserNotFound | LikeRefusal> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const pair = yield* lockedPair(transaction, liking)
        const { post, liker } = pair
        return (yield* transaction.likes.has(post.id, liker.id))
          ? transaction.likes.remove(post.id, liker.id)
          : transaction.likes.add(yield* like(pair, deps.clock.now()))
      }),
    )
