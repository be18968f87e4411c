import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRevision } from '#domain/mix/mix-form.ts'
import { finishMix, nextMix } from '#domain/mix/mix.ts'
import {
  changesSince,
  creditsOf,
  isInPlace,
  playable,
  restoreRevision,
  revisionOf,
  withdraw,
} from '#domain/mix/mix-revision.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { recipeDifference } from '#domain/mix/recipe-difference.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { masterMeasurements, mixes, playableRevisions, recipes } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, NOON, playableRevision, post, postIdOf, renderingMix } from '#adapters/testing/fixtures.ts'
import { errorIn, valueIn } from './outcome.ts'

const postId = postIdOf(1)
const [ANN, BOB, CAROL] = [1 as UserId, 2 as UserId, 3 as UserId] as const
const [BASS, DRUMS, KEYS] = [commentIdOf(7), commentIdOf(8), commentIdOf(9)] as const
const revisions = playableRevisions(postId, fc.subarray([BASS, DRUMS, KEYS]))
const song = post({ id: postId, authorId: ANN })
const MASTER = song.track.path

describe('the credits of a recipe', () => {
  const authors = new Map([
    [BASS, BOB],
    [DRUMS, CAROL],
    [KEYS, BOB],
  ])
  const plain = defaultRecipe([BASS, DRUMS, KEYS])
  const having = (change: object, ...which: readonly number[]) => ({
    ...plain,
    stems: plain.stems.map((stem, at) => (which.includes(at) ? { ...stem, ...change } : stem)),
  })

  test('name the post’s author first and then the others by their comments, each once', () => {
    expect(creditsOf(plain, ANN, authors)).toEqual([ANN, BOB, CAROL])
    expect(creditsOf(plain, CAROL, authors)).toEqual([CAROL, BOB])
  })

  test('name nobody who is not heard', () => {
    expect(creditsOf(having({ mute: true }, 1), ANN, authors)).toEqual([ANN, BOB])
    expect(creditsOf(having({ mute: true }, 0), ANN, authors)).toEqual([ANN, CAROL, BOB])
    expect(creditsOf(having({ solo: true }, 1), ANN, authors)).toEqual([CAROL])
    expect(creditsOf({ ...plain, author: { ...plain.author, mute: true } }, ANN, authors)).toEqual([BOB, CAROL])
  })

  test('pass over a comment that nobody knows', () => {
    expect(creditsOf(plain, ANN, new Map([[DRUMS, CAROL]]))).toEqual([ANN, CAROL])
  })
})

describe('a revision', () => {
  test('keeps what its mix said, and nothing of how it was rendered', () => {
    fc.assert(
      fc.property(recipes(), masterMeasurements, (recipe, master) => {
        const mix = finishMix(renderingMix({ postId, recipe, recipeId: 'a' }), after(NOON, MINUTE), master)
        expect(revisionOf(mix, { master: MASTER, credits: [BOB] })).toEqual({
          postId,
          revision: 1,
          recipe,
          recipeId: 'a',
          requestedAt: NOON,
          finishedAt: after(NOON, MINUTE),
          measured: master,
          credits: [BOB],
          state: 'playable',
          master: MASTER,
        })
      }),
    )
  })

  test('keeps its entry when it is withdrawn, without its master', () => {
    fc.assert(
      fc.property(revisions, ({ state: _state, master: _master, ...entry }) => {
        const given = { ...entry, state: 'playable', master: MASTER } as const
        expect(withdraw(given)).toEqual({ ...entry, state: 'withdrawn' })
        expect(withdraw(withdraw(given))).toEqual(withdraw(given))
      }),
    )
  })

  test('is played if it is there and was not withdrawn', () => {
    const given = playableRevision({ postId, revision: 3, master: MASTER })
    const asked = { postId, revision: 3 }
    expect(valueIn(playable(given, asked))).toBe(given)
    expect(errorIn(playable(null, asked))).toEqual({ type: 'RevisionNotFound', ...asked })
    expect(errorIn(playable(withdraw(given), asked))).toEqual({ type: 'RevisionWithdrawn', ...asked })
  })
})

describe('going back to a revision', () => {
  test('is the next revision, rendered already, with the earlier one’s recipe, identity and measurements', () => {
    fc.assert(
      fc.property(fc.option(mixes(postId)), revisions, (current, earlier) => {
        expect(restoreRevision(current, earlier, NOON)).toEqual({
          postId,
          revision: (current?.revision ?? earlier.revision) + 1,
          recipe: earlier.recipe,
          recipeId: earlier.recipeId,
          requestedAt: NOON,
          attempt: 0,
          state: 'rendered',
          finishedAt: NOON,
          master: earlier.measured,
        })
      }),
    )
  })

  test('is done when the post has its recipe and its master, and not before', () => {
    const earlier = playableRevision({ postId, recipe: defaultRecipe([BASS]), master: MASTER })
    const mine = restoreRevision(null, earlier, NOON)
    const inPlace = { ...song, master: MASTER }
    expect(isInPlace(inPlace, mine, earlier)).toBe(true)
    expect(isInPlace(song, mine, earlier)).toBe(false)
    expect(isInPlace(inPlace, null, earlier)).toBe(false)
    expect(isInPlace(inPlace, { ...mine, recipe: defaultRecipe([DRUMS]) }, earlier)).toBe(false)
    const waiting = nextMix({ current: mine, postId, recipe: earlier.recipe, now: NOON })
    expect(isInPlace(inPlace, waiting, earlier)).toBe(false)
  })
})

test('the first revision differs from the author’s track alone, each other one from the one before', () => {
  fc.assert(
    fc.property(recipes(), recipes(), (one, other) => {
      expect(changesSince(one, other)).toEqual(recipeDifference(one, other))
      expect(changesSince(null, other)).toEqual(recipeDifference(defaultRecipe([]), other))
    }),
  )
})

test.each([
  [3, 3],
  ['3', 3],
  [undefined, 'REQUIRED'],
  ['', 'REQUIRED'],
  [0, 'MALFORMED'],
  [1.5, 'MALFORMED'],
  ['*', 'MALFORMED'],
  [2 ** 31, 'MALFORMED'],
])('the number of a revision, %j, is parsed as %j', (raw, expected) => {
  expect(
    parseRevision(raw).match(
      (revision) => revision,
      ({ code }) => code,
    ),
  ).toBe(expected)
})
