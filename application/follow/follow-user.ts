import { err, ok, safeTry } from 'neverthrow'
import { isVerified, type VerifiedUser } from '#domain/account/user.ts'
import { follow, type FollowPair, type FollowRefusal } from '#domain/follow/follow.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from '../account/user-not-found.ts'
import type { Clock } from '../shared/system.ts'

/** What following asks. */
export type FollowDependencies = { readonly unitOfWork: UnitOfWorkOn<'users' | 'follows'>; readonly clock: Clock }

/** Who follows whom, or does no more. */
export type Following = { readonly follower: UserId; readonly followed: UserId }

type Repositories = Pick<Transaction, 'users' | 'follows'>

/** Both users, locked, so that of two calls on one pair the second sees what the first did. */
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

/** From now on the one follows the other; may be repeated. */
export const followUser =
  (deps: FollowDependencies) =>
  (following: Following): Outcome<void, UserNotFound | FollowRefusal> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const pair = yield* lockedPair(transaction, following)
        return transaction.follows.add(yield* follow(pair, deps.clock.now()))
      }),
    )

/** From now on the one does not follow the other; may be repeated. */
export const unfollowUser =
  (deps: FollowDependencies) =>
  (following: Following): Outcome<void, UserNotFound> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { follower, followed } = yield* lockedPair(transaction, following)
        return transaction.follows.remove(follower.id, followed.id)
      }),
    )

/** Follows whom the user does not follow yet, and whom the user follows no more: two calls at once are two turns. */
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
