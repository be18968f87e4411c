import { after, type Instant, type Milliseconds } from '../shared/instant.ts'
import { MAX_ATTEMPTS, retryAt } from './mix.ts'
import type { MixProposal, QueuedSound } from './mix-proposal.ts'
import type { Recipe } from './recipe.ts'
import { recipeDifference } from './recipe-difference.ts'

/** A proposal that is to be rendered. */
export type QueuedProposal = MixProposal & { readonly sound: QueuedSound; readonly decision: null }

/** Whether it is to be rendered: it is queued, and the author has not decided without having heard it. */
export const isQueued = (proposal: MixProposal): proposal is QueuedProposal =>
  proposal.decision === null && proposal.sound.status === 'queued'

/** Whether it waits for a worker: none has started it, or its worker's lease ran out. */
export const isWaitingForWorker = ({ sound: { leaseUntil } }: QueuedProposal, now: Instant): boolean =>
  leaseUntil === null || now >= leaseUntil

/** Those of a post's queued proposals that have this recipe: what is rendered once is heard in all of them. */
export const ofRecipe = (queued: readonly QueuedProposal[], recipe: Recipe): readonly QueuedProposal[] =>
  queued.filter((one) => recipeDifference(one.recipe, recipe).length === 0)

/** The proposals of the first recipe that no worker renders, of a post's queued ones; none if there is no such recipe. */
export const nextToRender = (queued: readonly QueuedProposal[], now: Instant): readonly QueuedProposal[] => {
  const held = queued.filter((one) => !isWaitingForWorker(one, now))
  const next = queued.find(({ recipe }) => ofRecipe(held, recipe).length === 0)
  return next === undefined ? [] : ofRecipe(queued, next.recipe)
}

/** Starts rendering under a new lease, or fails after too many attempts, which all proposals of a recipe have together. */
export const startProposals = (
  proposals: readonly QueuedProposal[],
  now: Instant,
  lease: Milliseconds,
): readonly MixProposal[] => {
  const attempt = Math.max(0, ...proposals.map(({ sound }) => sound.attempt)) + 1
  return proposals.map((one) => ({
    ...one,
    sound:
      attempt > MAX_ATTEMPTS
        ? { status: 'failed', reason: 'GAVE_UP' }
        : { status: 'queued', attempt, leaseUntil: after(now, lease) },
  }))
}

/** The proposal under a lease until then. */
export const holdProposal = (proposal: QueuedProposal, leaseUntil: Instant): QueuedProposal => ({
  ...proposal,
  sound: { ...proposal.sound, leaseUntil },
})

/** Postpones it after an outage, see `retryAt`. */
export const postponeProposal = (proposal: QueuedProposal, now: Instant): QueuedProposal =>
  holdProposal(proposal, retryAt(proposal.sound.attempt, now))

/** The file name of a master that is rendered for this proposal. The same recipe of the same tracks gives the same bytes. */
export const proposalName = ({ id }: Pick<MixProposal, 'id'>): string => `proposal_${id}.mp3`
