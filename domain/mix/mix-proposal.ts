import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import type { PostId, ProposalId, UserId } from '../shared/id.ts'
import type { Instant } from '../shared/instant.ts'
import { checkRules, type Rule } from '../shared/rules.ts'
import { parseLines } from '../shared/text.ts'
import type { MediaPath } from '../track/track.ts'
import {
  type MasterMeasurements,
  type Mix,
  type MixFailure,
  nextMix,
  type RenderedMix,
  type RequestedMix,
  withMaster,
} from './mix.ts'
import { RECIPE_RULES, type RecipeForPost, type RecipeRefusal } from './mix-policy.ts'
import { isAuthorsTrack, type Recipe } from './recipe.ts'

/** It waits for a worker, or one renders it until its lease runs out unless renewed. */
export type QueuedSound = {
  readonly status: 'queued'
  /** How often rendering it was started. */
  readonly attempt: number
  /** `null` if no worker has started. */
  readonly leaseUntil: Instant | null
}

/** It can be heard. */
export type RenderedSound = {
  readonly status: 'rendered'
  /** The author's track if the recipe leaves nothing to render. Proposals and revisions of the same recipe share a file. */
  readonly master: MediaPath
  /** As in a mix. */
  readonly recipeId: string | null
  /** As in a mix. */
  readonly measured: MasterMeasurements | null
}

/** How far the sound of a proposal is. It is withdrawn once a comment in it is deleted, and its master with it. */
export type ProposalSound =
  | QueuedSound
  | RenderedSound
  | { readonly status: 'failed'; readonly reason: MixFailure }
  | { readonly status: 'withdrawn' }

/** Why a proposal was declined, in the author's words: 1 … 500 characters on any number of lines. */
export type DeclineReason = Brand<string, 'DeclineReason'>

/** What the post's author made of a proposal. */
export type ProposalDecision =
  /** It is this revision of the mix. */
  | { readonly type: 'taken'; readonly at: Instant; readonly revision: number }
  | { readonly type: 'declined'; readonly at: Instant; readonly reason: DeclineReason | null }

/** A recipe that somebody suggests for a post. */
export type MixProposal = {
  readonly id: ProposalId
  readonly postId: PostId
  readonly proposerId: UserId
  readonly recipe: Recipe
  readonly proposedAt: Instant
  readonly sound: ProposalSound
  /** `null` as long as the author has not decided. */
  readonly decision: ProposalDecision | null
}

/** A proposal that can be heard. */
export type RenderedProposal = MixProposal & { readonly sound: RenderedSound }

/** There is no such proposal for this post. */
export type ProposalNotFound = { readonly type: 'ProposalNotFound'; readonly id: ProposalId }
/** The author has taken or declined it already. */
export type ProposalDecided = {
  readonly type: 'ProposalDecided'
  readonly id: ProposalId
  readonly decision: ProposalDecision['type']
}
/** A comment in it was deleted, so it can neither be heard nor taken. */
export type ProposalWithdrawn = { readonly type: 'ProposalWithdrawn'; readonly id: ProposalId }
/** The post's author is to decide on earlier proposals of this person first. */
export type TooManyProposals = {
  readonly type: 'TooManyProposals'
  readonly postId: PostId
  readonly maximum: number
}

/** The most open proposals of one person for one post. */
export const MAX_OPEN_PROPOSALS = 10

/** In code points. */
export const MAX_REASON_LENGTH = 500

/** Parses a {@link DeclineReason}; nothing, `null` or an empty text gives none. */
export const parseDeclineReason = (raw: unknown): Parsed<DeclineReason | null> =>
  raw === undefined || raw === null || raw === ''
    ? ok(null)
    : parseLines(raw, MAX_REASON_LENGTH).map((text) => text as DeclineReason)

/** Whether its author can still take it: not decided on, not withdrawn. */
export const isOpen = ({ sound, decision }: MixProposal): boolean => decision === null && sound.status !== 'withdrawn'

type ProposalRequest = RecipeForPost & {
  /** How many open proposals the person has for this post. */
  readonly open: number
}

/** Which rule a proposal breaks. */
export type ProposalRefusal = RecipeRefusal | TooManyProposals

const aPersonHasAtMost10OpenProposals: Rule<ProposalRequest, ProposalRefusal> = ({ post, open }) =>
  open < MAX_OPEN_PROPOSALS ? null : { type: 'TooManyProposals', postId: post.id, maximum: MAX_OPEN_PROPOSALS }

/** The rules of a proposal, in the order in which they are checked. Anybody may propose, the post's author too. */
export const PROPOSAL_RULES: readonly Rule<ProposalRequest, ProposalRefusal>[] = [
  ...RECIPE_RULES,
  aPersonHasAtMost10OpenProposals,
]

/** The request, if it breaks none of {@link PROPOSAL_RULES}. */
export const mayBeProposed = (request: ProposalRequest): Result<ProposalRequest, ProposalRefusal> =>
  checkRules(request, PROPOSAL_RULES)

/** A new proposal, to be rendered. If its recipe leaves nothing to render, the author's track is what it sounds like. */
export const newProposal = (
  given: Pick<MixProposal, 'id' | 'postId' | 'proposerId' | 'recipe' | 'proposedAt'>,
  authorsTrack: MediaPath,
): MixProposal => ({
  ...given,
  sound: isAuthorsTrack(given.recipe)
    ? { status: 'rendered', master: authorsTrack, recipeId: null, measured: null }
    : { status: 'queued', attempt: 0, leaseUntil: null },
  decision: null,
})

/** Rule: only a proposal for this post that is open is taken or declined. */
export const openProposal = (
  found: MixProposal | null,
  asked: Pick<MixProposal, 'id' | 'postId'>,
): Result<MixProposal, ProposalNotFound | ProposalDecided | ProposalWithdrawn> => {
  const { id } = asked
  if (found?.postId !== asked.postId) return err({ type: 'ProposalNotFound', id })
  if (found.decision !== null) return err({ type: 'ProposalDecided', id, decision: found.decision.type })
  return isOpen(found) ? ok(found) : err({ type: 'ProposalWithdrawn', id })
}

/**
 * The next mix of the post, by the recipe of a proposal. With the sound of the proposal it is rendered already; without, it
 * is requested like any other.
 */
export const mixOfProposal = (
  current: Mix | null,
  { postId, recipe }: Pick<MixProposal, 'postId' | 'recipe'>,
  sound: RenderedSound | null,
  now: Instant,
): RequestedMix | RenderedMix => {
  const next = nextMix({ current, postId, recipe, now })
  return sound === null ? next : withMaster(next, sound)
}

/** The proposal, taken as this revision. */
export const takeProposal = (proposal: MixProposal, revision: number, now: Instant): MixProposal => ({
  ...proposal,
  decision: { type: 'taken', at: now, revision },
})

/** The proposal, declined. */
export const declineProposal = (proposal: MixProposal, reason: DeclineReason | null, now: Instant): MixProposal => ({
  ...proposal,
  decision: { type: 'declined', at: now, reason },
})

/** The proposal without its sound. */
export const withdrawProposal = (proposal: MixProposal): MixProposal => ({
  ...proposal,
  sound: { status: 'withdrawn' },
})

/** Whether the proposal can be heard. */
export const isRendered = (proposal: MixProposal): proposal is RenderedProposal => proposal.sound.status === 'rendered'
