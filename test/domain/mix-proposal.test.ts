import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { masterOf, withMasterFiles } from '#domain/mix/master-files.ts'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import {
  declineProposal,
  isOpen,
  isRendered,
  mayBeProposed,
  MAX_OPEN_PROPOSALS,
  MAX_REASON_LENGTH,
  mixOfProposal,
  newProposal,
  openProposal,
  parseDeclineReason,
  type RenderedSound,
  takeProposal,
  withdrawProposal,
} from '#domain/mix/mix-proposal.ts'
import { MAX_ATTEMPTS, nextMix, retryAt } from '#domain/mix/mix.ts'
import {
  isQueued,
  nextToRender,
  ofRecipe,
  postponeProposal,
  proposalName,
  type QueuedProposal,
  startProposals,
} from '#domain/mix/proposal-rendering.ts'
import { defaultRecipe, type Recipe } from '#domain/mix/recipe.ts'
import type { CommentId, ProposalId, UserId } from '#domain/shared/id.ts'
import { after, MINUTE, SECOND } from '#domain/shared/instant.ts'
import { mediaPath, parseMediaPath } from '#domain/track/track.ts'
import { mixes, mixProposals, recipes } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, mixProposal, NOON, post, postIdOf } from '#adapters/testing/fixtures.ts'
import { errorIn, valueIn } from './outcome.ts'

const postId = postIdOf(1)
const [ANN, BOB] = [1 as UserId, 2 as UserId] as const
const [BASS, DRUMS] = [commentIdOf(7), commentIdOf(8)] as const
const song = post({ id: postId, authorId: ANN })
const proposals = mixProposals({ postId, proposerId: BOB }, fc.subarray([BASS, DRUMS]))
const LATER = after(NOON, MINUTE)

const asked = (recipe: Recipe, open = 0, comments: readonly CommentId[] = [BASS, DRUMS]) =>
  mayBeProposed({ post: song, recipe, commentsOfThePost: new Set(comments), open })

const queued = (id: number, recipe: Recipe, sound: Partial<QueuedProposal['sound']> = {}): QueuedProposal => ({
  ...mixProposal({ id: id as ProposalId, postId, proposerId: BOB, recipe }),
  sound: { status: 'queued', attempt: 0, leaseUntil: null, ...sound },
  decision: null,
})
const isHeld = ({ sound }: QueuedProposal): boolean => sound.leaseUntil !== null && sound.leaseUntil > NOON
const idsOf = (some: readonly QueuedProposal[]): readonly number[] => some.map(({ id }) => id)

describe('proposing', () => {
  test('is open to anybody, and holds to the rules of every recipe', () => {
    expect(asked(defaultRecipe([BASS, DRUMS])).isOk()).toBe(true)
    expect(errorIn(asked(defaultRecipe([BASS, BASS])))).toEqual({ type: 'StemRepeated', ids: [BASS] })
    expect(errorIn(asked(defaultRecipe([BASS]), 0, []))).toEqual({ type: 'NotCommentsOfThePost', postId, ids: [BASS] })
    const many = Array.from({ length: 33 }, (_, at) => commentIdOf(at + 1))
    expect(errorIn(asked(defaultRecipe(many), 0, many))).toEqual({ type: 'TooManyStems', maximum: 32, given: 33 })
  })

  test('ends at ten open proposals for one post', () => {
    expect(asked(defaultRecipe([]), MAX_OPEN_PROPOSALS - 1).isOk()).toBe(true)
    expect(errorIn(asked(defaultRecipe([]), MAX_OPEN_PROPOSALS))).toEqual({
      type: 'TooManyProposals',
      postId,
      maximum: 10,
    })
  })

  test('queues a recipe; one that leaves nothing to render sounds like the author’s track', () => {
    const given = (recipe: Recipe) =>
      newProposal({ id: 3 as ProposalId, postId, proposerId: BOB, recipe, proposedAt: NOON }, song.track.path)
    expect(given(defaultRecipe([BASS])).sound).toEqual({ status: 'queued', attempt: 0, leaseUntil: null })
    expect(given(defaultRecipe([])).sound).toMatchObject({ status: 'rendered', master: song.track.path })
  })
})

describe('deciding on a proposal', () => {
  test('is possible once, and not after a comment in it was deleted', () => {
    const given = mixProposal({ postId, proposerId: BOB })
    const decide = (found: Parameters<typeof openProposal>[0]) => openProposal(found, { id: given.id, postId })
    expect(valueIn(decide(given))).toBe(given)
    expect(errorIn(decide(null))).toEqual({ type: 'ProposalNotFound', id: given.id })
    expect(errorIn(decide({ ...given, postId: postIdOf(2) }))).toEqual({ type: 'ProposalNotFound', id: given.id })
    expect(errorIn(decide(takeProposal(given, 4, LATER)))).toMatchObject({
      type: 'ProposalDecided',
      decision: 'taken',
    })
    expect(errorIn(decide(declineProposal(given, null, LATER)))).toMatchObject({ decision: 'declined' })
    expect(errorIn(decide(withdrawProposal(given)))).toEqual({ type: 'ProposalWithdrawn', id: given.id })
  })

  test('is possible exactly for those that are open', () => {
    fc.assert(
      fc.property(proposals, (given) => {
        expect(openProposal(given, given).isOk()).toBe(isOpen(given))
        expect(isOpen(takeProposal(given, 1, NOON)) || isOpen(withdrawProposal(given))).toBe(false)
      }),
    )
  })

  test('keeps who proposed what, and how it sounds', () => {
    fc.assert(
      fc.property(proposals, (given) => {
        expect(takeProposal(given, 4, LATER)).toEqual({
          ...given,
          decision: { type: 'taken', at: LATER, revision: 4 },
        })
        expect(declineProposal(given, null, LATER)).toEqual({
          ...given,
          decision: { type: 'declined', at: LATER, reason: null },
        })
      }),
    )
  })

  test('makes it the next mix, rendered if the proposal was and requested if not', () => {
    const sound: RenderedSound = {
      status: 'rendered',
      master: mediaPath(ANN, postId, 'proposal_3.mp3'),
      recipeId: 'a'.repeat(64),
      measured: { loudness: -1400, truePeak: -100, frames: 48_000, limiter: null },
    }
    fc.assert(
      fc.property(fc.option(mixes(postId)), recipes(), (current, recipe) => {
        const requested = nextMix({ current, postId, recipe, now: LATER })
        expect(mixOfProposal(current, { postId, recipe }, null, LATER)).toEqual(requested)
        expect(mixOfProposal(current, { postId, recipe }, sound, LATER)).toEqual({
          ...requested,
          recipeId: sound.recipeId,
          state: 'rendered',
          finishedAt: LATER,
          master: sound.measured,
        })
      }),
    )
  })

  test.each([
    [undefined, null],
    [null, null],
    ['', null],
    ['  Too loud.\r\nSorry! ', 'Too loud.\nSorry!'],
    ['x'.repeat(MAX_REASON_LENGTH), 'x'.repeat(MAX_REASON_LENGTH)],
    ['x'.repeat(MAX_REASON_LENGTH + 1), 'TOO_LONG'],
    [7, 'MALFORMED'],
  ])('the reason %j is parsed as %j', (raw, expected) => {
    expect(
      parseDeclineReason(raw).match(
        (reason): unknown => reason,
        ({ code }) => code,
      ),
    ).toBe(expected)
  })
})

describe('rendering proposals', () => {
  const [bass, drums] = [defaultRecipe([BASS]), defaultRecipe([DRUMS])]

  test('takes all of one recipe at once, so that it is rendered once, whoever proposed it', () => {
    const waiting = [queued(1, bass), queued(2, drums), queued(3, bass)]
    expect(idsOf(nextToRender(waiting, NOON))).toEqual([1, 3])
    expect(nextToRender([], NOON)).toEqual([])
  })

  test('leaves a recipe to the worker that has it, until its lease runs out', () => {
    const held = queued(1, bass, { attempt: 1, leaseUntil: after(NOON, SECOND) })
    const all = [queued(2, bass), held, queued(3, drums)]
    expect(idsOf(nextToRender(all, NOON))).toEqual([3])
    expect(nextToRender([queued(2, bass), held], NOON)).toEqual([])
    expect(idsOf(nextToRender(all, after(NOON, SECOND)))).toEqual([2, 1])
  })

  test('never takes two recipes together, and never one that is held', () => {
    const given = fc.array(
      fc.record({ recipe: fc.constantFrom(bass, drums, defaultRecipe([])), lease: fc.option(fc.integer({ max: 5 })) }),
    )
    fc.assert(
      fc.property(given, (some) => {
        const all = some.map(({ recipe, lease }, at) =>
          queued(at + 1, recipe, { leaseUntil: lease === null ? null : after(NOON, lease) }),
        )
        const next = nextToRender(all, NOON)
        for (const { recipe, sound } of next) {
          expect(ofRecipe(all, recipe)).toEqual(next)
          expect(sound.leaseUntil === null || sound.leaseUntil <= NOON).toBe(true)
        }
        if (next.length === 0) expect(all.every(({ recipe }) => ofRecipe(all, recipe).some(isHeld))).toBe(true)
      }),
    )
  })

  test('counts attempts for all of a recipe, and gives up in the end', () => {
    const started = startProposals([queued(1, bass, { attempt: 3 }), queued(2, bass)], NOON, 10 * SECOND)
    const lease = { status: 'queued', attempt: 4, leaseUntil: after(NOON, 10 * SECOND) }
    expect(started.map(({ sound }) => sound)).toEqual([lease, lease])
    const tired = startProposals([queued(1, bass, { attempt: MAX_ATTEMPTS })], NOON, SECOND)
    expect(tired[0]!.sound).toEqual({ status: 'failed', reason: 'GAVE_UP' })
  })

  test('waits longer after each outage', () => {
    const after4 = postponeProposal(queued(1, bass, { attempt: 4 }), NOON)
    expect(after4.sound.leaseUntil).toBe(retryAt(4, NOON))
    expect(retryAt(5, NOON)).toBeGreaterThan(retryAt(4, NOON))
  })

  test('is for what nobody has decided on', () => {
    fc.assert(
      fc.property(proposals, (given) => {
        expect(isQueued(given)).toBe(given.decision === null && given.sound.status === 'queued')
        expect(isRendered(given)).toBe('master' in given.sound)
        expect(isQueued(declineProposal(given, null, NOON))).toBe(false)
      }),
    )
  })

  test('names a file that is known for a master in all its formats', () => {
    const path = mediaPath(ANN, postId, proposalName({ id: 12 as ProposalId }))
    expect(parseMediaPath(path)).toBe(path)
    const files = withMasterFiles(path)
    expect(files).toHaveLength(MASTER_FORMATS.length)
    expect([...new Set(files.map(masterOf))]).toEqual([path])
  })
})
