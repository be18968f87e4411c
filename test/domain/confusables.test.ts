import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { skeletonOf } from '#domain/account/nickname-skeleton.ts'
import { inParts } from '#domain/shared/text.ts'
import { confusablesSource, counts, charactersWithLooks, lookOf, UTS_39 } from './confusable-letters.ts'

describe('the table of letters that look alike', () => {
  test('is the one that is made of today’s library', () => {
    const written = readFileSync(new URL('../../domain/account/confusables.ts', import.meta.url), 'utf8')
    expect(written).toBe(confusablesSource())
  }, 60_000)

  test('makes of every character what the library’s own table makes of it, case aside', () => {
    const other = charactersWithLooks.filter((one) => skeletonOf(one) !== lookOf(one).replace(/ +/g, ' ').trim())
    expect(other).toEqual([])
  }, 60_000)

  // NFKC comes first: it makes an s of a long s, in which UTS 39 sees an f.
  test('gives every letter, digit and mark that NFKC leaves alone the look that UTS 39 gives it', () => {
    const known = Object.entries(UTS_39).filter(
      ([letter]) => counts(letter) && inParts(letter.normalize('NFKC')) === letter,
    )
    expect(known.length).toBeGreaterThan(1500)
    for (const [letter, look] of known) expect([letter, skeletonOf(letter)]).toEqual([letter, skeletonOf(look)])
  })
})
