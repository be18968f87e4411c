import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayBeMixed, MIX_RULES, type MixRequest, MAX_STEMS } from '#domain/mix/mix-policy.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { CommentId, UserId } from '#domain/shared/id.ts'
import { commentIdOf, post, postIdOf } from '#adapters/testing/fixtures.ts'
import { errorIn } from './outcome.ts'

const ann = 1 as UserId
const bob = 2 as UserId
const song = post({ id: postIdOf(1), authorId: ann })

const upTo = (count: number): readonly CommentId[] => Array.from({ length: count }, (_, at) => commentIdOf(at + 1))

const good: MixRequest = {
  post: song,
  requester: ann,
  recipe: defaultRecipe(upTo(MAX_STEMS)),
  commentsOfThePost: new Set(upTo(40)),
}

/** For each rule a request that it alone refuses, in the order of the rules. */
const CASES = [
  ['only the author of the post may mix', { ...good, requester: bob }, { type: 'NotThePostAuthor', postId: song.id }],
  [
    'a mix has at most 32 stems',
    { ...good, recipe: defaultRecipe(upTo(MAX_STEMS + 1)) },
    { type: 'TooManyStems', maximum: 32, given: 33 },
  ],
  [
    'a stem appears once',
    { ...good, recipe: defaultRecipe([3, 1, 3, 2, 1, 3].map(commentIdOf)) },
    { type: 'StemRepeated', ids: [1, 3] },
  ],
  [
    'every stem belongs to the post',
    { ...good, recipe: defaultRecipe([41, 1, 99].map(commentIdOf)) },
    { type: 'NotCommentsOfThePost', postId: song.id, ids: [41, 99] },
  ],
] as const

describe('a request for a mix', () => {
  test('is granted with 32 stems of the post, with one, and with none', () => {
    for (const count of [MAX_STEMS, 1, 0])
      expect(mayBeMixed({ ...good, recipe: defaultRecipe(upTo(count)) }).isOk()).toBe(true)
  })

  test('has a case for each of its rules', () => {
    expect(CASES).toHaveLength(MIX_RULES.length)
  })

  test.for(CASES.map((one, at) => [at, ...one] as const))('%i. %s', ([at, , request, refusal]) => {
    expect(errorIn(mayBeMixed(request))).toEqual(refusal)
    expect(MIX_RULES.map((rule) => rule(request) !== null)).toEqual(MIX_RULES.map((_, other) => other === at))
  })

  test('that breaks several rules is refused by the first of them', () => {
    const stems = [...upTo(MAX_STEMS), ...[1, 99].map(commentIdOf)]
    expect(errorIn(mayBeMixed({ ...good, requester: bob, recipe: defaultRecipe(stems) })).type).toBe('NotThePostAuthor')
    expect(errorIn(mayBeMixed({ ...good, recipe: defaultRecipe(stems) })).type).toBe('TooManyStems')
    expect(
      errorIn(mayBeMixed({ ...good, recipe: defaultRecipe(stems.slice(-33, -1).concat(stems.slice(-1)).slice(1)) }))
        .type,
    ).toBe('NotCommentsOfThePost')
  })

  test('is granted if and only if its stems are chosen once each out of the comments of the post', () => {
    const ids = fc.integer({ min: 1, max: 6 }).map(commentIdOf)
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 6 }), fc.array(ids), (stems, comments) => {
        const commentsOfThePost = new Set(comments)
        const once = new Set(stems).size === stems.length
        const granted = mayBeMixed({ ...good, recipe: defaultRecipe(stems), commentsOfThePost }).isOk()
        expect(granted).toBe(once && stems.every((stem) => commentsOfThePost.has(stem)))
      }),
    )
  })
})
