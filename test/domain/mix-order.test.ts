import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFurther, isOver } from '#domain/mix/mix-order.ts'
import { mixes } from '#adapters/testing/arbitraries.ts'
import { failedMix, postIdOf, renderedMix, renderingMix, requestedMix } from '#adapters/testing/fixtures.ts'

const postId = postIdOf(7)

describe('which sight of a mix is the later one', () => {
  test('follows a mix from its request to its end, through a second attempt and a newer revision', () => {
    const sights = [
      requestedMix({ postId }),
      renderingMix({ postId, stage: 'ingesting', progress: 0 }),
      renderingMix({ postId, stage: 'mixing', progress: 0 }),
      renderingMix({ postId, stage: 'mixing', progress: 1 }),
      renderingMix({ postId, stage: 'encoding', progress: 0 }),
      renderingMix({ postId, attempt: 2, stage: 'ingesting', progress: 0 }),
      failedMix({ postId, attempt: 2 }),
      requestedMix({ postId, revision: 2 }),
      renderedMix({ postId, revision: 2, attempt: 1 }),
    ]
    const later = sights.map((one) => sights.filter((other) => isFurther(one, other)).length)
    expect(later).toEqual(sights.keys().toArray())
    expect(sights.map(isOver)).toEqual([false, false, false, false, false, false, true, false, true])
  })

  test('of two sights at most one is the later', () => {
    fc.assert(
      fc.property(mixes(postId), mixes(postId), (one, other) => {
        expect(isFurther(one, one)).toBe(false)
        expect(isFurther(one, other) && isFurther(other, one)).toBe(false)
      }),
    )
  })

  test('a later one than a later one is later too', () => {
    fc.assert(
      fc.property(mixes(postId), mixes(postId), mixes(postId), (one, two, three) => {
        if (isFurther(two, one) && isFurther(three, two)) expect(isFurther(three, one)).toBe(true)
      }),
    )
  })
})
