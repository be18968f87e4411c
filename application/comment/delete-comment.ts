import { ok, safeTry } from 'neverthrow'
import { onlyStaff } from '#domain/account/staff.ts'
import type { NotTheCommentAuthor } from '#domain/comment/comment.ts'
import type { CommentId, UserId } from '#domain/shared/id.ts'
import { filesOf } from '#domain/track/stem.ts'
import { type MixRepositories, remixWithout } from '../mix/adopt-mix.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import type { CommentNotFound } from './comment-not-found.ts'
import { lockedComment } from './locked-comment.ts'

/** What deleting a comment needs. */
export type DeleteCommentDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'audit' | keyof MixRepositories>
  readonly clock: Clock
}

/**
 * Deletes the comment; a job removes its file. If it was in the mix, the mix is rendered again without it, and the
 * revisions and proposals that had it can no longer be played. Staff may delete any comment, which is logged.
 */
export const deleteComment =
  (deps: DeleteCommentDependencies) =>
  ({
    id,
    remover,
  }: {
    readonly id: CommentId
    readonly remover: UserId
  }): Outcome<void, CommentNotFound | NotTheCommentAuthor> =>
    deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const { comment, post } = yield* lockedComment(transaction, id)
        if (comment.authorId !== remover) {
          const person = yield* transaction.users.byId(remover)
          yield* onlyStaff(person).mapErr(() => ({ type: 'NotTheCommentAuthor', commentId: id }) as const)
          yield* transaction.audit.add({
            staffId: remover,
            at: deps.clock.now(),
            action: 'delete-comment',
            subject: id,
          })
        }
        yield* remixWithout(transaction, post, [id], deps.clock.now())
        yield* transaction.comments.remove(id)
        for (const path of filesOf(comment.track)) yield* transaction.jobs.add({ type: 'remove-file', path })
        return ok()
      }),
    )
