import { err, ok, safeTry } from 'neverthrow'
import { isVerified, type VerifiedUser } from '#domain/account/user.ts'
import { follow, type FollowPair, type FollowRefusal } from '#domain/follow/follow.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from '../account/user-not-found.ts'
import type { Clock } from '../shared/system.ts'

/** What following needs. */
export type FollowDependencies = { readonly unitOfWork: UnitOfWorkOn<'users' | 'follows'>; readonly clock: Clock }

/** Who follows, or unfollows, whom. */
export type Following = { readonly follower: UserId; readonly followed: UserId }

type Repositories = Pick<Transaction, 'users' | 'follows'>

/** Both users, locked, so that the second of two calls on one pair sees what the first one did. */
const lockedPair = ({ users }: Repositories, { follower, followed }: Following): Outcome<FollowPair, UserNotFound> =>
  safeTry(async function* () {
    const found = new Map((yield* users.lock([follower, followed])).filter(isVerified).map((user) => [user.id, user]))
    const pair: { readonly [Role in keyof FollowPair]: VerifiedUser | undefined } = {
      follower: found.get(follower),
      followed: found.get(followed),
    }
    if (pair.follower === undefined) return err(userNotFound(follower))
    if (pair.followed === undefined) return err(userNotFound(followed))
    return ok({ follower: pair.follower, followed: pair.followed })
  })

/** Follows a user. May be repeated. */
export const followUser =
  (deps: FollowDependencies) =>
  (following: Following): Outcome<void, UserNotFound | FollowRefusal> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const pair = yield* lockedPair(transaction, following)
        return transaction.follows.add(yield* follow(pair, deps.clock.now()))
      }),
    )

/** Unfollows a user. May be repeated. */
export const unfollowUser =
  (deps: FollowDependencies) =>
  (following: Following): Outcome<void, UserNotFound> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { follower, followed } = yield* lockedPair(transaction, following)
        return transaction.follows.remove(follower.id, followed.id)
      }),
    )

/** Follows a user who is not followed yet, unfollows one who is. Two calls at once are two toggles. */
export const toggleFollow =
  (deps: FollowDependencies) =>
  (following: Following): Outcome<void, UserNotFound | FollowRefusal> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const pair = yield* lockedPair(transaction, following)
        const { follower, followed } = pair
        return (yield* transaction.follows.has(follower.id, followed.id))
          ? transaction.follows.remove(follower.id, followed.id)
          : transaction.follows.add(yield* follow(pair, deps.clock.now()))
      }),
    )
