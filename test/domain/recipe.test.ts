import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecipe, showRecipe } from '#domain/mix/recipe-form.ts'
import {
  commentsIn,
  DEFAULT_MASTER,
  DEFAULT_SETTINGS,
  defaultRecipe,
  heardIn,
  isAuthorsTrack,
  type Recipe,
  withoutComments,
} from '#domain/mix/recipe.ts'
import { recipes } from '#adapters/testing/arbitraries.ts'
import { commentIdOf } from '#adapters/testing/fixtures.ts'
import { wild } from './arbitraries.ts'
import { errorIn, valueIn } from './outcome.ts'
import { isQuickOn, LONG_INPUTS } from './patience.ts'

const made = (raw: unknown): Recipe => valueIn(parseRecipe(raw))
const faultsOf = (raw: unknown) => errorIn(parseRecipe(raw)).faults
const fieldsOf = (raw: unknown) => faultsOf(raw).map(({ field, code }) => `${field} ${code}`)
const [one, two, three] = [commentIdOf(1), commentIdOf(2), commentIdOf(3)]

/** A form of one stem with this member. */
const withStem = (member: object) => ({ stems: [{ comment: 1, ...member }] })

describe('a recipe', () => {
  test('and its JSON are each other’s inverse', () => {
    fc.assert(
      fc.property(recipes(), (recipe) => {
        const json = JSON.stringify(showRecipe(recipe))
        expect(made(JSON.parse(json))).toStrictEqual(recipe)
        expect(JSON.stringify(showRecipe(made(JSON.parse(json))))).toBe(json)
      }),
      { numRuns: 300 },
    )
  })

  test('of nothing but its stems leaves every track as it was recorded, at −14 LUFS under −1 dBTP', () => {
    expect(made({ stems: [{ comment: 2 }, { comment: '1' }] })).toStrictEqual(defaultRecipe([one, two]))
    expect(showRecipe(defaultRecipe([one]))).toStrictEqual({
      author: { gainDb: 0, pan: 0, offsetMs: 0, mute: false, solo: false },
      stems: [{ comment: 1, gainDb: 0, pan: 0, offsetMs: 0, mute: false, solo: false }],
      master: { loudnessLufs: -14, ceilingDbtp: -1 },
    })
  })

  test('keeps hundredths of a decibel and samples, rounded to the nearest', () => {
    expect(made({ stems: [{ comment: 12, gainDb: -3, pan: -20, offsetMs: -42.5 }] }).stems).toStrictEqual([
      { comment: 12, gain: -300, pan: -20, offset: -2040, mute: false, solo: false },
    ])
    expect(made(withStem({ gainDb: 0.1 + 0.2, offsetMs: 0.0105 })).stems[0]).toMatchObject({ gain: 30, offset: 1 })
    expect(made(withStem({ gainDb: -0.001, offsetMs: -0.001, pan: -0 })).stems[0]).toStrictEqual({
      comment: 1,
      ...DEFAULT_SETTINGS,
    })
  })

  test('is the same from the digits of its numbers, as a form sends them', () => {
    const sent = { ...withStem({ gainDb: '-3.25', pan: '+7', offsetMs: ' 10 ', mute: 'true', solo: 'false' }) }
    expect(made(sent)).toStrictEqual(made(withStem({ gainDb: -3.25, pan: 7, offsetMs: 10, mute: true, solo: false })))
    const master = { loudnessLufs: '-16', ceilingDbtp: '-1.5' }
    expect(made({ stems: [], master }).master).toStrictEqual({ loudness: -1600, ceiling: -150 })
  })

  test('may leave the loudness as it is, which is not the same as saying nothing of it', () => {
    expect(made({ stems: [], master: { loudnessLufs: null } }).master.loudness).toBeNull()
    expect(made({ stems: [], master: {} }).master).toStrictEqual(DEFAULT_MASTER)
  })

  test('has its stems in the order of their comments, however they were sent', () => {
    fc.assert(
      fc.property(recipes(), fc.func(fc.nat()), (recipe, key) => {
        const { stems, ...rest } = showRecipe(recipe)
        const shuffled = stems.toSorted((a, b) => key(a.comment) - key(b.comment))
        expect(made({ ...rest, stems: shuffled })).toStrictEqual(recipe)
      }),
    )
  })
})

describe('a recipe is refused', () => {
  test('at each limit by one step beyond it, and not at it', () => {
    for (const [member, least, most, step] of [
      ['gainDb', -60, 12, 0.01],
      ['pan', -100, 100, 1],
      ['offsetMs', -30_000, 30_000, 0.001],
    ] as const) {
      for (const allowed of [least, most]) expect(parseRecipe(withStem({ [member]: allowed })).isOk()).toBe(true)
      for (const beyond of [least - step, most + step])
        expect(faultsOf(withStem({ [member]: beyond }))).toEqual([
          { field: `recipe.stems.0.${member}`, code: 'OUT_OF_RANGE', minimum: least, maximum: most },
        ])
    }
    for (const [member, least, most] of [
      ['loudnessLufs', -36, -6],
      ['ceilingDbtp', -9, 0],
    ] as const) {
      for (const allowed of [least, most])
        expect(parseRecipe({ stems: [], master: { [member]: allowed } }).isOk()).toBe(true)
      for (const beyond of [least - 0.01, most + 0.01])
        expect(fieldsOf({ stems: [], master: { [member]: beyond } })).toEqual([`recipe.master.${member} OUT_OF_RANGE`])
    }
  })

  test('with all that is wrong with it at once, each by its path', () => {
    const raw = {
      author: { gainDb: 'loud', mute: 1 },
      stems: [{ comment: 1 }, { comment: 0, pan: 0.5, solo: null }, 'bass', { pan: 101 }],
      master: { loudnessLufs: -5, ceilingDbtp: null },
    }
    expect(fieldsOf(raw)).toEqual([
      'recipe.author.gainDb MALFORMED',
      'recipe.author.mute MALFORMED',
      'recipe.stems.1.comment MALFORMED',
      'recipe.stems.1.pan MALFORMED',
      'recipe.stems.1.solo MALFORMED',
      'recipe.stems.2 MALFORMED',
      'recipe.stems.3.comment REQUIRED',
      'recipe.stems.3.pan OUT_OF_RANGE',
      'recipe.master.loudnessLufs OUT_OF_RANGE',
      'recipe.master.ceilingDbtp MALFORMED',
    ])
  })

  test('for a member that nobody knows, so that no typo is lost', () => {
    const raw: unknown = JSON.parse(
      '{"stems":[{"comment":1,"gian_db":-3,"__proto__":{"pan":7}}],"author":{"toString":1},"master":{"comment":1},"stem":[]}',
    )
    expect(fieldsOf(raw)).toEqual([
      'recipe.stem UNKNOWN_FIELD',
      'recipe.author.toString UNKNOWN_FIELD',
      'recipe.stems.0.gian_db UNKNOWN_FIELD',
      'recipe.stems.0.__proto__ UNKNOWN_FIELD',
      'recipe.master.comment UNKNOWN_FIELD',
    ])
  })

  test('without its stems, which would otherwise be lost by changing the master', () => {
    expect(fieldsOf({ master: { loudnessLufs: -16 } })).toEqual(['recipe.stems REQUIRED'])
    expect(fieldsOf({ stems: '1, 2' })).toEqual(['recipe.stems MALFORMED'])
    for (const nothing of [undefined, null, [], 'stems', 5]) expect(fieldsOf(nothing)).toEqual(['recipe MALFORMED'])
  })

  test('for what only looks like a number', () => {
    for (const raw of ['1e1', '', ' ', '.5', '0x1', NaN, Infinity, [1], true, '1'.repeat(16)])
      expect(fieldsOf(withStem({ gainDb: raw }))).toEqual(['recipe.stems.0.gainDb MALFORMED'])
  })

  test('with 200 of its faults, if there are more', () => {
    expect(faultsOf({ stems: Array.from({ length: 1000 }, () => ({})) })).toHaveLength(200)
  })
})

const member = (name: string) => fc.dictionary(fc.constantFrom(name, 'comment', 'gainDb', 'pan'), wild(20))

describe('whatever is given', () => {
  const raws = fc.oneof(
    wild(100),
    fc.record({ author: wild(), stems: fc.array(member('mute')), master: member('loudnessLufs') }),
  )

  test('is a recipe or refused, and never throws', () => {
    fc.assert(
      fc.property(raws, (raw) => {
        const recipe = parseRecipe(raw)
        if (recipe.isOk()) expect(made(showRecipe(recipe.value))).toStrictEqual(recipe.value)
        else expect(recipe.error.faults.every(({ field }) => field.startsWith('recipe'))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.for(Object.entries(LONG_INPUTS))('takes no time on %s', ([, input]) => {
    expect(isQuickOn(input, (text) => parseRecipe(withStem({ gainDb: text, mute: text, comment: text })))).toBe(true)
  })
})

const heardWith = (author: object, ...stems: object[]) => {
  const heard = heardIn(made({ author, stems: stems.map((stem, at) => ({ comment: at + 1, ...stem })) }))
  return [heard.author === null ? [] : ['author'], heard.stems.map(({ comment }) => comment)].flat()
}

const isBare = (raw: object): boolean => isAuthorsTrack(made({ stems: [], ...raw }))

describe('what is heard', () => {
  test('is everything that is not muted, or only what is soloed; a muted track never is', () => {
    expect(heardWith({}, {}, {})).toEqual(['author', 1, 2])
    expect(heardWith({ mute: true }, {}, { mute: true })).toEqual([1])
    expect(heardWith({}, { solo: true }, {})).toEqual([1])
    expect(heardWith({ solo: true }, { solo: true }, {})).toEqual(['author', 1])
    expect(heardWith({}, { solo: true, mute: true }, {})).toEqual(['author', 2])
    expect(heardWith({ mute: true }, { mute: true })).toEqual([])
  })

  test('is the author’s track as it was recorded only if nothing is done to it or to the master', () => {
    expect(isBare({})).toBe(true)
    expect(isBare({ author: { solo: true }, stems: [{ comment: 1 }] })).toBe(true)
    expect(isBare({ stems: [{ comment: 1, mute: true, gainDb: 3 }] })).toBe(true)
    expect(isBare({ stems: [{ comment: 1, solo: true, mute: true }] })).toBe(true)
    for (const otherwise of [
      { stems: [{ comment: 1 }] },
      { author: { gainDb: -3 } },
      { author: { pan: 1 } },
      { author: { offsetMs: 1 } },
      { author: { mute: true } },
      { master: { loudnessLufs: -16 } },
      { master: { loudnessLufs: null } },
      { master: { ceilingDbtp: -2 } },
    ])
      expect([otherwise, isBare(otherwise)]).toEqual([otherwise, false])
  })
})

test('without some of its comments a recipe is otherwise the same', () => {
  const recipe = made({
    author: { pan: 5 },
    stems: [{ comment: 1, gainDb: 1 }, { comment: 2, pan: 2 }, { comment: 3 }],
  })
  const left = withoutComments(recipe, [one, three, commentIdOf(9)])
  expect(left).toStrictEqual({ ...recipe, stems: [recipe.stems[1]] })
  expect(commentsIn(left)).toEqual([two])
})
