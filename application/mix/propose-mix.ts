import { err, ok, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { IdempotencyKeyInUse, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import { type MixForm, parseMixForm } from '#domain/mix/mix-form.ts'
import { mayBeProposed, newProposal, type ProposalRefusal } from '#domain/mix/mix-proposal.ts'
import { isQueued } from '#domain/mix/proposal-rendering.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { activeAuthor } from '../account/active-author.ts'
import { finishIdempotentRequest } from '../idempotency/finish-idempotent-request.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Clock } from '../shared/system.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { commentsOfThePost } from './comments-of-the-post.ts'

/** What proposing a mix needs. */
export type ProposeMixDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'comments' | 'mixProposals' | 'jobs' | 'idempotentRequests'>
  readonly clock: Clock
}

/** How to mix a post, as in `RequestMix`, and who suggests it. */
export type ProposeMix = MixForm & {
  readonly postId: PostId
  readonly proposer: UserId
  /** The idempotent request that proposing it completes, if the client sent a key. */
  readonly idempotentRequest?: RunningRequest | null
}

/**
 * Proposes a mix of a post, which a worker renders, so that everybody can hear it. Anybody may, the post's author too;
 * the mix stays as it is until the author takes the proposal.
 */
export const proposeMix =
  (deps: ProposeMixDependencies) =>
  ({
    postId,
    proposer,
    idempotentRequest = null,
    ...form
  }: ProposeMix): Outcome<
    ProposalId,
    InvalidFields | PostNotFound | NotAuthenticated | ProposalRefusal | IdempotencyKeyInUse
  > =>
    safeTry(async function* () {
      const recipe = yield* parseMixForm(form)
      return deps.unitOfWork.run(({ users, posts, comments, mixProposals, jobs, idempotentRequests }) =>
        safeTry(async function* () {
          const post = yield* posts.byId(postId)
          if (post === null) return err(postNotFound(postId))
          yield* activeAuthor({ users }, proposer)
          const found = yield* commentsOfThePost({ comments }, postId, recipe)
          const open = yield* mixProposals.countOpen(postId, proposer)
          yield* mayBeProposed({ post, recipe, commentsOfThePost: found, open })
          const id = yield* mixProposals.nextId()
          const given = { id, postId, proposerId: proposer, recipe, proposedAt: deps.clock.now() }
          const proposal = newProposal(given, post.track.path)
          yield* mixProposals.add(proposal)
          if (isQueued(proposal)) yield* jobs.add({ type: 'render-proposals', postId })
          yield* finishIdempotentRequest({ idempotentRequests }, idempotentRequest, id)
          return ok(id)
        }),
      )
    })
