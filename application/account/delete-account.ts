import { err, ok, safeTry } from 'neverthrow'
import { type NotTheOwner, onlyTheOwner } from '#domain/account/profile.ts'
import { isVerified } from '#domain/account/user.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { filesOf } from '#domain/track/stem.ts'
import { postFolder } from '#domain/track/track.ts'
import { removeReplaced } from '../image/remove-replaced.ts'
import { type MixRepositories, remixWithout, removeProposalsOf } from '../mix/adopt-mix.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import { removeUploadsOf } from '../track/begin-upload.ts'
import type { PartialUploads } from '../track/partial-uploads.ts'
import { ignoringOutage } from '../track/place-upload.ts'
import { lockedUser } from './locked-user.ts'
import { type UserNotFound, userNotFound } from './user-not-found.ts'

type Repositories = 'users' | keyof MixRepositories

/** What deleting an account needs. */
export type DeleteAccountDependencies = {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly partialUploads: PartialUploads
  readonly clock: Clock
}

type DeleteAccount = { readonly id: UserId; readonly remover: UserId }

/**
 * Deletes an account with its posts, comments and proposals. Other people's mixes that had one of the comments are rendered again
 * without it. Everything is locked first, in the one lock order there is, so that two deletions cannot deadlock. What was
 * half sent to this server goes too; where that fails, or on another server, it is over within a day.
 */
export const deleteAccount =
  (deps: DeleteAccountDependencies) =>
  ({ id, remover }: DeleteAccount): Outcome<void, UserNotFound | NotTheOwner> =>
    deps.unitOfWork
      .run((transaction) => removeRows(deps, transaction, { id, remover }))
      .andThen(() => ignoringOutage(removeUploadsOf(deps, id).map(() => undefined)))

const removeRows = (
  deps: DeleteAccountDependencies,
  transaction: Pick<Transaction, Repositories>,
  { id, remover }: DeleteAccount,
): Outcome<void, UserNotFound | NotTheOwner> =>
  safeTry(async function* () {
    const found = yield* transaction.users.byId(id)
    if (found === null || !isVerified(found)) return err(userNotFound(id))
    yield* onlyTheOwner(id, remover)
    yield* transaction.users.lockWithRelations(id)
    const user = yield* lockedUser(transaction, id)
    if (user === null || !isVerified(user)) return err(userNotFound(id))
    const left = yield* transaction.comments.ofAuthor(id)
    const own = new Set(yield* transaction.posts.ofAuthor(id))
    const touched = new Set([...own, ...left.map(({ postId }) => postId)])
    for (const postId of [...touched].toSorted((one, other) => one - other)) {
      const comments = left.filter((comment) => comment.postId === postId).map((comment) => comment.id)
      yield* own.has(postId) ? removePost(transaction, postId) : removeComments(deps, transaction, postId, comments)
    }
    yield* removeProposalsOf(transaction, id)
    yield* transaction.users.remove([id])
    yield* removeReplaced(transaction, user.picture, null)
    return removeReplaced(transaction, user.background, null)
  })

const removePost = ({ posts, jobs }: Pick<Transaction, Repositories>, id: PostId): Outcome<void> =>
  safeTry(async function* () {
    const post = yield* posts.byId(id)
    if (post === null) return ok()
    yield* posts.remove(id)
    return jobs.add({ type: 'remove-folder', folder: postFolder(post.authorId, id) })
  })

const removeComments = (
  deps: DeleteAccountDependencies,
  transaction: Pick<Transaction, Repositories>,
  postId: PostId,
  ids: readonly CommentId[],
): Outcome<void> =>
  safeTry(async function* () {
    const post = yield* transaction.posts.byId(postId)
    if (post === null) return ok()
    yield* remixWithout(transaction, post, ids, deps.clock.now())
    for (const comment of yield* transaction.comments.ofPost(postId, ids)) {
      yield* transaction.comments.remove(comment.id)
      for (const path of filesOf(comment.track)) yield* transaction.jobs.add({ type: 'remove-file', path })
    }
    return ok()
  })
