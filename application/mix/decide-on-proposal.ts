import { err, ok, safeTry } from 'neverthrow'
import { parseExpectedRevision } from '#domain/mix/mix-form.ts'
import {
  declineProposal as declined,
  isRendered,
  type MixProposal,
  mixOfProposal,
  openProposal,
  parseDeclineReason,
  type ProposalDecided,
  type ProposalNotFound,
  type ProposalWithdrawn,
  takeProposal as taken,
} from '#domain/mix/mix-proposal.ts'
import type { Mix } from '#domain/mix/mix.ts'
import { type ExpectedRevision, expectRevision, type RevisionMismatch } from '#domain/mix/mix-policy.ts'
import { type NotThePostAuthor, onlyThePostAuthor, type Post } from '#domain/post/post.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Clock } from '../shared/system.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { isStored } from '../track/is-stored.ts'
import type { BlobStore } from '../track/staging-and-blob-store.ts'
import { adoptMix, type MixRepositories } from './adopt-mix.ts'

/** What taking a proposal needs. */
export type TakeProposalDependencies = {
  readonly unitOfWork: UnitOfWorkOn<keyof MixRepositories>
  readonly blobs: BlobStore
  readonly clock: Clock
}

/** What declining a proposal needs. */
export type DeclineProposalDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'mixProposals'>
  readonly clock: Clock
}

type Decide = {
  readonly id: ProposalId
  /** The post that it is for. */
  readonly postId: PostId
  /** Who decides: the post's author. */
  readonly requester: UserId
}

/** Which proposal is to be the next mix. */
export type TakeProposal = Decide & {
  /** The revision that the requester has seen, as in `RequestMix`. */
  readonly expectedRevision?: ExpectedRevision | null
}

/** Which proposal is declined, and why. */
export type DeclineProposal = Decide & {
  /** At most 500 characters; nothing, `null` or an empty text gives no reason. */
  readonly reason?: string | null
}

type Refusal = PostNotFound | NotThePostAuthor | ProposalNotFound | ProposalDecided | ProposalWithdrawn

/** The proposal, on which the requester may decide. */
const found = (
  { posts, mixProposals }: Pick<Transaction, 'posts' | 'mixProposals'>,
  { id, postId, requester }: Decide,
): Outcome<{ readonly post: Post; readonly proposal: MixProposal }, Refusal> =>
  safeTry(async function* () {
    const post = yield* posts.byId(postId)
    if (post === null) return err(postNotFound(postId))
    yield* onlyThePostAuthor(post, requester)
    return ok({ post, proposal: yield* openProposal(yield* mixProposals.byId(id), { id, postId }) })
  })

const foundWithMix = (
  transaction: MixRepositories,
  asked: Decide,
  expected: ExpectedRevision | null,
): Outcome<
  { readonly post: Post; readonly proposal: MixProposal; readonly current: Mix | null },
  Refusal | RevisionMismatch
> =>
  safeTry(async function* () {
    const decidable = yield* found(transaction, asked)
    const current = yield* transaction.mixes.ofPost(asked.postId)
    yield* expectRevision(asked.postId, current, expected)
    return ok({ ...decidable, current })
  })

/**
 * Takes a proposal as the next revision of the post's mix. If it was rendered, its master is the post's at once; if not, or if
 * the file is lost, the mix is requested like any other.
 */
export const takeProposal =
  (deps: TakeProposalDependencies) =>
  ({ expectedRevision, ...asked }: TakeProposal): Outcome<void, InvalidFields | Refusal | RevisionMismatch> =>
    safeTry(async function* () {
      const { expectedRevision: expected } = yield* parseForm({
        expectedRevision: parseExpectedRevision(expectedRevision),
      })
      const seen = yield* deps.unitOfWork.run((transaction) => foundWithMix(transaction, asked, expected))
      const isThere = isRendered(seen.proposal) && (yield* isStored(deps, seen.proposal.sound.master))
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const { post, proposal, current } = yield* foundWithMix(transaction, asked, expected)
          const now = deps.clock.now()
          const sound = isThere && isRendered(proposal) ? proposal.sound : null
          const mix = mixOfProposal(current, proposal, sound, now)
          yield* adoptMix(transaction, post, current, mix, sound?.master)
          return transaction.mixProposals.save(taken(proposal, mix.revision, now))
        }),
      )
    })

/** Declines a proposal, which stays to be heard, with the reason. */
export const declineProposal =
  (deps: DeclineProposalDependencies) =>
  ({ reason: given, ...asked }: DeclineProposal): Outcome<void, InvalidFields | Refusal> =>
    safeTry(async function* () {
      const { reason } = yield* parseForm({ reason: parseDeclineReason(given) })
      return deps.unitOfWork.run((transaction) =>
        found(transaction, asked).andThen(({ proposal }) =>
          transaction.mixProposals.save(declined(proposal, reason, deps.clock.now())),
        ),
      )
    })
