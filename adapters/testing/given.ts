import { safeTry } from 'neverthrow'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activate, type ActiveUser, type PendingUser, suspend, type SuspendedUser } from '#domain/account/user.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { Message, NewMessage } from '#domain/message/message.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { MixProposal } from '#domain/mix/mix-proposal.ts'
import type { PlayableRevision } from '#domain/mix/mix-revision.ts'
import type { Follow } from '#domain/follow/follow.ts'
import type { Like } from '#domain/post/like.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { after, HOUR } from '#domain/shared/instant.ts'
import { comment, mixProposal, newMessage, type NewPendingUser, newUser, NOON, post } from './fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'

/** A pending user. Each of these functions runs and commits its own unit of work. */
export const pendingIn = (units: UnitOfWork, given: Partial<NewPendingUser> = {}): Promise<PendingUser> =>
  valueOf(units.run(({ users }) => users.add(newUser(given))))

/** An active user. */
export const activeIn = (units: UnitOfWork, given: Partial<NewPendingUser> = {}): Promise<ActiveUser> =>
  valueOf(
    units.run(({ users }) =>
      safeTry(async function* () {
        const active = activate(yield* users.add(newUser(given)), NOON)
        return users.save(active).map(() => active)
      }),
    ),
  )

/** A suspended user. */
export const suspendedIn = async (units: UnitOfWork, given: Partial<NewPendingUser> = {}): Promise<SuspendedUser> => {
  const suspended = suspend(await activeIn(units, given), after(NOON, HOUR))
  await valueOf(units.run(({ users }) => users.setState(suspended)))
  return suspended
}

/** A post, by a new user by default. */
export const postIn = async (units: UnitOfWork, given: Partial<Post> = {}): Promise<Post> => {
  const authorId: UserId = given.authorId ?? (await activeIn(units)).id
  return valueOf(
    units.run(({ posts }) =>
      safeTry(async function* () {
        const added = post({ ...given, authorId, id: yield* posts.nextId() })
        return posts.add(added).map(() => added)
      }),
    ),
  )
}

/** A comment on the post, by the post's author by default. */
export const commentIn = (units: UnitOfWork, on: Post, given: Partial<Comment> = {}): Promise<Comment> =>
  valueOf(
    units.run(({ comments }) =>
      safeTry(async function* () {
        const added = comment({ authorId: on.authorId, ...given, postId: on.id, id: yield* comments.nextId() })
        return comments.add(added).map(() => added)
      }),
    ),
  )

/** A like of the post, at noon by default. */
export const likeIn = async (
  units: UnitOfWork,
  { id: postId }: { readonly id: PostId },
  { id: userId }: { readonly id: UserId },
  likedAt: Like['likedAt'] = NOON,
): Promise<void> => valueOf(units.run(({ likes }) => likes.add({ postId, userId, likedAt })))

/** A follow, since noon by default. */
export const followIn = async (
  units: UnitOfWork,
  { id: followerId }: { readonly id: UserId },
  { id: followedId }: { readonly id: UserId },
  followedAt: Follow['followedAt'] = NOON,
): Promise<void> => valueOf(units.run(({ follows }) => follows.add({ followerId, followedId, followedAt })))

export const mixIn = async <Some extends Mix>(units: UnitOfWork, mix: Some): Promise<Some> => {
  await valueOf(units.run(({ mixes }) => mixes.save(mix)))
  return mix
}

export const revisionIn = async (units: UnitOfWork, revision: PlayableRevision): Promise<PlayableRevision> => {
  await valueOf(units.run(({ mixRevisions }) => mixRevisions.add(revision)))
  return revision
}

/** A proposal for the post, by the post's author by default. */
export const proposalIn = (units: UnitOfWork, on: Post, given: Partial<MixProposal> = {}): Promise<MixProposal> =>
  valueOf(
    units.run(({ mixProposals }) =>
      safeTry(async function* () {
        const id = yield* mixProposals.nextId()
        const added = mixProposal({ proposerId: on.authorId, ...given, postId: on.id, id })
        return mixProposals.add(added).map(() => added)
      }),
    ),
  )

export const messageIn = async (
  units: UnitOfWork,
  given: Partial<NewMessage> & Pick<NewMessage, 'senderId' | 'recipientId'>,
): Promise<Message> => (await valueOf(units.run(({ messages }) => messages.add(newMessage(given)))))!
