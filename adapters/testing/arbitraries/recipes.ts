import * as fc from 'fast-check'
import type { MasterMeasurements } from '#domain/mix/mix.ts'
import type { DeclineReason, MixProposal, ProposalDecision, ProposalSound } from '#domain/mix/mix-proposal.ts'
import type { PlayableRevision } from '#domain/mix/mix-revision.ts'
import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import {
  type Ceiling,
  DEFAULT_MASTER,
  DEFAULT_SETTINGS,
  type Gain,
  HUNDREDTHS,
  type Loudness,
  type MasterSettings,
  MAX_CEILING_DBTP,
  MAX_GAIN_DB,
  MAX_LOUDNESS_LUFS,
  MAX_OFFSET_MS,
  MAX_PAN,
  MIN_CEILING_DBTP,
  MIN_GAIN_DB,
  MIN_LOUDNESS_LUFS,
  type Offset,
  type Pan,
  type Recipe,
  recipeOf,
  SAMPLES_PER_MS,
  type StemSettings,
} from '#domain/mix/recipe.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { mediaPath } from '#domain/track/track.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { hex, ids, instantsAround, record } from './basics.ts'

const between = <Value extends number>(min: number, max: number, per: number): fc.Arbitrary<Value> =>
  fc.integer({ min: min * per, max: max * per }).map((value) => value as Value)

/** What is done to a track of a mix; often nothing. */
export const stemSettings: fc.Arbitrary<StemSettings> = fc.oneof(
  fc.constant(DEFAULT_SETTINGS),
  record({
    gain: between<Gain>(MIN_GAIN_DB, MAX_GAIN_DB, HUNDREDTHS),
    pan: between<Pan>(-MAX_PAN, MAX_PAN, 1),
    offset: between<Offset>(-MAX_OFFSET_MS, MAX_OFFSET_MS, SAMPLES_PER_MS),
    mute: fc.boolean(),
    solo: fc.boolean(),
  }),
)

export const masterSettings: fc.Arbitrary<MasterSettings> = fc.oneof(
  fc.constant(DEFAULT_MASTER),
  record({
    loudness: fc.option(between<Loudness>(MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS, HUNDREDTHS)),
    ceiling: between<Ceiling>(MIN_CEILING_DBTP, MAX_CEILING_DBTP, HUNDREDTHS),
  }),
)

const someComments: fc.Arbitrary<readonly CommentId[]> = fc.uniqueArray(ids<'CommentId'>(), { maxLength: MAX_STEMS })

/** Recipes of these comments, each of them once. */
export const recipes = (comments: fc.Arbitrary<readonly CommentId[]> = someComments): fc.Arbitrary<Recipe> =>
  comments.chain((chosen) =>
    record({
      author: stemSettings,
      stems: fc
        .array(stemSettings, { minLength: chosen.length, maxLength: chosen.length })
        .map((settings) => chosen.map((comment, at) => ({ comment, ...settings[at]! }))),
      master: masterSettings,
    }).map(recipeOf),
  )

const level = fc.option(fc.integer({ min: -7000, max: 1000 }))

/** What a master measures. */
export const masterMeasurements: fc.Arbitrary<MasterMeasurements> = record({
  loudness: level,
  truePeak: level,
  frames: fc.integer({ min: 1, max: 16 * 60 * 48_000 }),
  limiter: fc.option(
    record({ gain: fc.integer({ min: -4000, max: 4000 }), ceiling: fc.option(fc.integer({ min: -900, max: 0 })) }),
  ),
})

/** Revisions of a post that can be played, with times around noon. */
export const playableRevisions = (
  postId: PostId,
  stems: fc.Arbitrary<readonly CommentId[]> = fc.constant([]),
): fc.Arbitrary<PlayableRevision> =>
  ids<'UserId'>().chain((author) =>
    record({
      postId: fc.constant(postId),
      revision: fc.integer({ min: 1, max: 1_000_000 }),
      recipe: recipes(stems),
      recipeId: fc.option(hex(64)),
      requestedAt: instantsAround(NOON),
      finishedAt: instantsAround(NOON),
      measured: fc.option(masterMeasurements),
      credits: fc.uniqueArray(ids<'UserId'>(), { maxLength: 5 }),
      state: fc.constant('playable' as const),
      master: fc.nat(1000).map((revision) => mediaPath(author, postId, `master_r${revision}_a1.mp3`)),
    }),
  )

const reasons = fc.constantFrom('Too loud.', '조금 더 작게 해 주세요.\nThank you!') as fc.Arbitrary<DeclineReason>

const sounds = (postId: PostId): fc.Arbitrary<ProposalSound> =>
  fc.oneof(
    record({
      status: fc.constant('queued' as const),
      attempt: fc.nat(30),
      leaseUntil: fc.option(instantsAround(NOON)),
    }),
    record({
      status: fc.constant('rendered' as const),
      master: fc.nat(1000).map((at) => mediaPath(1 as UserId, postId, `proposal_${at}.mp3`)),
      recipeId: fc.option(hex(64)),
      measured: fc.option(masterMeasurements),
    }),
    record({
      status: fc.constant('failed' as const),
      reason: fc.constantFrom('STEM_MISSING' as const, 'STEM_UNDECODABLE' as const, 'GAVE_UP' as const),
    }),
    fc.constant({ status: 'withdrawn' } as const),
  )

const decisions: fc.Arbitrary<ProposalDecision> = fc.oneof(
  record({
    type: fc.constant('taken' as const),
    at: instantsAround(NOON),
    revision: fc.integer({ min: 1, max: 1000 }),
  }),
  record({ type: fc.constant('declined' as const), at: instantsAround(NOON), reason: fc.option(reasons) }),
)

/** Proposals for a post by this person, in any state. */
export const mixProposals = (
  { postId, proposerId }: Pick<MixProposal, 'postId' | 'proposerId'>,
  stems: fc.Arbitrary<readonly CommentId[]> = fc.constant([]),
): fc.Arbitrary<MixProposal> =>
  record({
    id: ids<'ProposalId'>(),
    postId: fc.constant(postId),
    proposerId: fc.constant(proposerId),
    recipe: recipes(stems),
    proposedAt: instantsAround(NOON),
    sound: sounds(postId),
    decision: fc.option(decisions),
  })
