import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_LEASE,
  failMix,
  finishMix,
  isWaiting,
  masterName,
  type Mix,
  mixWithout,
  MAX_ATTEMPTS,
  nextMix,
  reportProgress,
  postponeAfterOutage,
  verifyClaim,
  startRendering,
  stemsOf,
} from '#domain/mix/mix.ts'
import { defaultRecipe, isAuthorsTrack } from '#domain/mix/recipe.ts'
import { after, instant } from '#domain/shared/instant.ts'
import { instantsAround, mixes, recipes } from '#adapters/testing/arbitraries.ts'
import { commentIdOf, NOON, postIdOf, renderingMix, requestedMix } from '#adapters/testing/fixtures.ts'
import { errorIn, valueIn } from './outcome.ts'

const postId = postIdOf(1)
const stemSets = fc.uniqueArray(fc.integer({ min: 1, max: 50 }).map(commentIdOf), { maxLength: 32 })
const anyMix = mixes(postId, stemSets)
const moments = instantsAround(NOON, [0, DEFAULT_LEASE])

const taken = (mix: Mix = requestedMix({ postId })) => {
  const rendering = valueIn(startRendering(mix, NOON, DEFAULT_LEASE))
  if (rendering.state !== 'rendering') throw new Error('given up')
  return rendering
}

const tried = (attempt: number) => renderingMix({ postId, attempt, leaseUntil: NOON })

describe('a new mix', () => {
  test('has each chosen stem once and nothing else, in order of their ids, however they were chosen', () => {
    fc.assert(
      fc.property(fc.option(anyMix), stemSets, (current, stems) => {
        const mix = nextMix({ current, postId, recipe: defaultRecipe(Object.freeze(stems)), now: NOON })
        expect(stemsOf(mix)).toEqual(stems.toSorted((one, other) => one - other))
        expect(nextMix({ current, postId, recipe: defaultRecipe(stems.toReversed()), now: NOON })).toEqual(mix)
      }),
    )
  })

  test('has the recipe that was asked for, and nothing of what was known of the one before', () => {
    fc.assert(
      fc.property(fc.option(anyMix), recipes(), (current, recipe) => {
        expect(nextMix({ current, postId, recipe, now: NOON })).toMatchObject({ recipe, recipeId: null })
      }),
    )
  })

  test('is the next revision, with no attempt yet', () => {
    fc.assert(
      fc.property(fc.option(anyMix), recipes(stemSets), (current, recipe) => {
        const mix = nextMix({ current, postId, recipe, now: NOON })
        expect(mix).toMatchObject({ revision: (current?.revision ?? 0) + 1, attempt: 0, requestedAt: NOON, postId })
      }),
    )
  })

  test('waits for a worker, but if it leaves nothing to render it is done: the master is the author’s track', () => {
    fc.assert(
      fc.property(fc.option(anyMix), recipes(stemSets), (current, recipe) => {
        const mix = nextMix({ current, postId, recipe, now: NOON })
        expect(isWaiting(mix, NOON)).toBe(!isAuthorsTrack(recipe))
        if (mix.state === 'rendered') expect(mix).toMatchObject({ finishedAt: NOON, master: null })
      }),
    )
    expect(nextMix({ current: null, postId, recipe: defaultRecipe([]), now: NOON }).state).toBe('rendered')
    expect(nextMix({ current: null, postId, recipe: defaultRecipe([commentIdOf(1)]), now: NOON }).state).toBe(
      'requested',
    )
  })
})

describe('taking a comment away', () => {
  test('leaves a new revision with all other stems, if it was mixed in', () => {
    fc.assert(
      fc.property(anyMix, fc.nat(), (mix, at) => {
        const stems = stemsOf(mix)
        fc.pre(stems.length > 0)
        const gone = stems[at % stems.length]!
        const left = mixWithout(mix, [gone], NOON)!
        expect(left.revision).toBe(mix.revision + 1)
        const others = mix.recipe.stems.filter(({ comment }) => comment !== gone)
        expect(left.recipe).toEqual({ ...mix.recipe, stems: others })
        expect(left.state).toBe(isAuthorsTrack(left.recipe) ? 'rendered' : 'requested')
      }),
    )
  })

  test('is one revision further however many of them go at once, those that were not mixed in among them', () => {
    fc.assert(
      fc.property(anyMix, fc.array(fc.nat()), (mix, picked) => {
        const stems = stemsOf(mix)
        fc.pre(stems.length > 0)
        const gone = [commentIdOf(51), ...[0, ...picked].map((at) => stems[at % stems.length]!)]
        const left = mixWithout(mix, gone, NOON)!
        expect(left.revision).toBe(mix.revision + 1)
        expect(stemsOf(left)).toEqual(stems.filter((stem) => !gone.includes(stem)))
        expect(left.state).toBe(isAuthorsTrack(left.recipe) ? 'rendered' : 'requested')
      }),
    )
  })

  test('changes nothing if it was not, or if there is no mix', () => {
    fc.assert(
      fc.property(anyMix, (mix) => {
        expect(mixWithout(mix, [commentIdOf(51)], NOON)).toBeNull()
        expect(mixWithout(mix, [], NOON)).toBeNull()
      }),
    )
    expect(mixWithout(null, [commentIdOf(1)], NOON)).toBeNull()
  })
})

describe('a lease', () => {
  test('ends to the millisecond: at its end the mix waits again and is no longer the worker’s', () => {
    const mine = taken()
    const last = instant(NOON + DEFAULT_LEASE - 1)
    const end = instant(NOON + DEFAULT_LEASE)
    expect([isWaiting(mine, last), verifyClaim(mine, mine, last).isOk()]).toEqual([false, true])
    expect([isWaiting(mine, end), verifyClaim(mine, mine, end).isOk()]).toEqual([true, false])
  })

  test('is either held or to be had, at every moment', () => {
    fc.assert(
      fc.property(anyMix, moments, (mix, now) => {
        const held = verifyClaim(mix, mix, now).isOk()
        const waits = isWaiting(mix, now)
        expect(held && waits).toBe(false)
        expect(held || waits).toBe(mix.state === 'requested' || mix.state === 'rendering')
        expect(startRendering(mix, now, DEFAULT_LEASE).isOk()).toBe(waits)
      }),
      { numRuns: 500 },
    )
  })

  test('is held by one attempt of one revision only', () => {
    const mine = taken()
    for (const claim of [
      { ...mine, attempt: mine.attempt - 1 },
      { ...mine, attempt: mine.attempt + 1 },
      { ...mine, revision: mine.revision - 1 },
      { ...mine, revision: mine.revision + 1 },
    ]) {
      expect(errorIn(verifyClaim(mine, claim, NOON))).toEqual({ type: 'LeaseLost', claim })
    }
    expect(errorIn(verifyClaim(null, mine, NOON)).type).toBe('LeaseLost')
  })

  test('starts a new attempt at nothing done, and keeps which stems were asked for and when', () => {
    fc.assert(
      fc.property(anyMix, moments, (mix, now) => {
        const next = startRendering(mix, now, DEFAULT_LEASE).unwrapOr(null)
        if (next?.state !== 'rendering') return
        const { revision, recipe, recipeId, requestedAt } = mix
        expect(next).toEqual({
          postId,
          revision,
          recipe,
          recipeId,
          requestedAt,
          attempt: mix.attempt + 1,
          state: 'rendering',
          stage: 'ingesting',
          progress: 0,
          leaseUntil: after(now, DEFAULT_LEASE),
        })
      }),
    )
  })

  test('is given up after 30 renderings that never ended, not after 29', () => {
    expect(valueIn(startRendering(tried(MAX_ATTEMPTS - 1), NOON, DEFAULT_LEASE)).state).toBe('rendering')
    expect(valueIn(startRendering(tried(MAX_ATTEMPTS), NOON, DEFAULT_LEASE))).toMatchObject({
      state: 'failed',
      reason: 'GAVE_UP',
      attempt: MAX_ATTEMPTS,
      finishedAt: NOON,
    })
  })

  test('is refused for what is done, has failed, or is under way', () => {
    const mine = taken()
    for (const mix of [mine, finishMix(mine, NOON), failMix(mine, 'STEM_MISSING', NOON)]) {
      expect(errorIn(startRendering(mix, NOON, DEFAULT_LEASE))).toEqual({ type: 'NothingToRender', postId })
    }
  })
})

describe('a rendering', () => {
  test('carries on under a longer lease when it reports how far it is', () => {
    const mine = renderingMix({ postId })
    const until = after(NOON, 2 * DEFAULT_LEASE)
    expect(reportProgress(mine, { stage: 'encoding', progress: 99 }, until)).toEqual({
      ...mine,
      stage: 'encoding',
      progress: 99,
      leaseUntil: until,
    })
  })

  test('ends as one state, with nothing left over of another', () => {
    const { postId: _, ...mine } = renderingMix({ postId })
    const { revision, recipe, attempt } = mine
    const base = { postId, revision, recipe, recipeId: null, requestedAt: NOON, attempt }
    const rendering = { ...mine, postId }
    expect(finishMix(rendering, NOON)).toEqual({ ...base, state: 'rendered', finishedAt: NOON, master: null })
    const master = { loudness: -1402, truePeak: -100, frames: 48_000, limiter: null }
    expect(finishMix(rendering, NOON, master)).toEqual({ ...base, state: 'rendered', finishedAt: NOON, master })
    expect(failMix(rendering, 'STEM_UNDECODABLE', NOON)).toEqual({
      ...base,
      state: 'failed',
      reason: 'STEM_UNDECODABLE',
      finishedAt: NOON,
    })
  })

  test('writes to a file that no other attempt of the post has', () => {
    const claims = fc.record({ revision: fc.nat(), attempt: fc.nat() })
    fc.assert(
      fc.property(claims, claims, (one, other) => {
        const same = one.revision === other.revision && one.attempt === other.attempt
        expect(masterName(one) === masterName(other)).toBe(same)
      }),
    )
  })
})

describe('after an outage', () => {
  test('a mix rests ten seconds, then twice as long each time, and never longer than ten minutes', () => {
    const rests = Array.from(
      { length: MAX_ATTEMPTS },
      (_, at) => postponeAfterOutage(tried(at + 1), NOON).leaseUntil - NOON,
    )
    expect(rests.slice(0, 4)).toEqual([10_000, 20_000, 40_000, 80_000])
    expect(rests.at(-1)).toBe(600_000)
  })

  test('a mix waits again when its rest is over, at the same attempt', () => {
    const resting = postponeAfterOutage(tried(3), NOON)
    expect(isWaiting(resting, instant(resting.leaseUntil - 1))).toBe(false)
    expect(isWaiting(resting, resting.leaseUntil)).toBe(true)
    expect(resting.attempt).toBe(3)
  })
})
