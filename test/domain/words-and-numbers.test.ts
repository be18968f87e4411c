import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_PAGE_SIZE, parsePageSize } from '#application/shared/page.ts'
import { parseStems } from '#domain/mix/mix-policy.ts'
import { parseBpm } from '#domain/post/post.ts'
import type { Parsed } from '#domain/shared/fields.ts'
import { parseId } from '#domain/shared/id.ts'
import {
  GENRES,
  INSTRUMENTS,
  parseAnyGenres,
  parseGenre,
  parseGenres,
  parseInstruments,
} from '#domain/track/vocabulary.ts'
import { commentIdOf } from '#adapters/testing/fixtures.ts'
import { wild, wildText } from './arbitraries.ts'
import { errorIn, valueIn } from './outcome.ts'

type Words = readonly [string, (raw: unknown) => Parsed<readonly string[]>, readonly string[]]

const ids = fc.integer({ min: 1, max: 2 ** 31 - 1 })

test('no word is an instrument and a genre, so that one count of it does', () => {
  const words = [...INSTRUMENTS, ...GENRES].map((word) => word.toLowerCase())
  expect(new Set(words).size).toBe(words.length)
})

describe.for([
  ['instruments', parseInstruments, INSTRUMENTS],
  ['genres', parseGenres, GENRES],
] satisfies readonly Words[])('%s', ([, parse, known]: Words) => {
  const chosen = fc.subarray([...known], { minLength: 1 })
  const spelling = fc.constantFrom(
    (word: string) => word,
    (word: string) => word.toLowerCase(),
    (word: string) => ` ${word.toUpperCase()} `,
  )

  test('come back each once, in canonical spelling and order, however they are sent', () => {
    fc.assert(
      fc.property(chosen, spelling, fc.func(fc.nat()), (words, spell, shuffle) => {
        const sent = [...words, words[0]!].map(spell).toSorted((one, other) => shuffle(one) - shuffle(other))
        for (const form of [sent, sent.join(','), sent.join(' , '), `${sent.join(',')},,`, [sent.join(',')]]) {
          expect(valueIn(parse(form))).toEqual(words)
        }
      }),
    )
  })

  test('are a list where a form carries one as text, in quotes or not', () => {
    fc.assert(
      fc.property(chosen, spelling, (words, spell) => {
        const list = words.map(spell)
        const forms = [JSON.stringify(list), ` ${JSON.stringify(list, null, 2)}\n`, `[${list.join(',')}]`]
        for (const form of forms) expect(valueIn(parse(form))).toEqual(words)
      }),
    )
    for (const none of ['[]', ' [ ] ', '[""]']) expect(errorIn(parse(none))).toEqual({ code: 'REQUIRED' })
    for (const torn of ['["Guitar"', '"Guitar"]', '[["Guitar"]]', '["Guitar]'])
      expect(errorIn(parse(torn))).toMatchObject({ code: 'UNKNOWN_WORD' })
  })

  test('are refused with the word that nobody knows and those that are allowed', () => {
    fc.assert(
      fc.property(chosen, wildText(80), (words, raw) => {
        const word = raw.replaceAll(',', '').trim()
        fc.pre(word !== '' && !known.some((one) => one.toLowerCase() === word.toLowerCase().replace(/[\s_-]/gu, '')))
        const fault = errorIn(parse([...words, word]))
        expect(fault).toEqual({ code: 'UNKNOWN_WORD', word: word.slice(0, 40).toWellFormed(), allowed: known })
      }),
    )
  })

  test('are required, at least one', () => {
    for (const blank of [undefined, null, '', ' , ,', [], ['', ' ']]) {
      expect(errorIn(parse(blank))).toEqual({ code: 'REQUIRED' })
    }
  })

  test('are words or a list of words, and nothing else', () => {
    for (const raw of [
      1,
      true,
      {},
      [1],
      [['Guitar']],
      [null],
      [{ toString: 1 }],
      Object.create(null),
      [Object.create(null)],
    ]) {
      expect(errorIn(parse(raw))).toMatchObject({ code: 'MALFORMED' })
    }
  })
})

test.for(['Hip-Hop', 'Hip Hop', 'hip_hop', 'HIPHOP', ' hip – hop '])(
  '%j is HipHop, however its parts are joined',
  (raw) => {
    expect(valueIn(parseGenres(raw))).toEqual(['HipHop'])
    expect(valueIn(parseGenre(raw))).toBe('HipHop')
  },
)

test('genres that may be left out are none if they are, and genres if they are not', () => {
  for (const none of [undefined, null, '', []]) expect(valueIn(parseAnyGenres(none))).toEqual([])
  expect(valueIn(parseAnyGenres('jazz'))).toEqual(['Jazz'])
  expect(parseAnyGenres('bass').isErr()).toBe(true)
})

describe('a tempo', () => {
  test('is a whole number from 1 to 999, as a number or as digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (bpm) => {
        const made = parseBpm(bpm)
        expect(parseBpm(`${bpm}`)).toEqual(made)
        expect(parseBpm(` ${bpm} `)).toEqual(made)
        if (bpm >= 1 && bpm <= 999) expect(valueIn(made)).toBe(bpm)
        else expect(errorIn(made)).toEqual({ code: 'OUT_OF_RANGE', minimum: 1, maximum: 999 })
      }),
    )
  })

  test('is none where none is given', () => {
    for (const none of [undefined, null, '']) expect(valueIn(parseBpm(none))).toBeNull()
  })

  test('is nothing else', () => {
    for (const raw of [
      1.5,
      NaN,
      Infinity,
      '1.5',
      'fast',
      '1e2',
      '0x10',
      '１２０',
      true,
      [],
      {},
      ' ',
      '9'.repeat(400),
    ]) {
      expect(errorIn(parseBpm(raw))).toEqual({ code: 'MALFORMED', expected: 'a whole number' })
    }
  })
})

describe('an id', () => {
  test('is a positive whole number or its digits', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(valueIn(parseId(id))).toBe(id)
        expect(valueIn(parseId(` ${id}\n`))).toBe(id)
      }),
    )
  })

  test('is never anything else, nor more than a database column holds', () => {
    fc.assert(
      fc.property(wild(), (raw) => {
        const id = parseId(raw).unwrapOr(null)
        if (id !== null) expect(Number.isInteger(id) && id >= 1 && id <= 2 ** 31 - 1).toBe(true)
      }),
    )
    for (const raw of [0, -1, 2 ** 31, '2147483648', '9'.repeat(11), '1e3', '', '+1', '0x1', [1], 1.5, true]) {
      expect(errorIn(parseId(raw))).toEqual({ code: 'MALFORMED', expected: 'a positive whole number' })
    }
  })
})

describe('the stems of a mix', () => {
  test('are the same ids in the same order, however clients send them', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 10 }), (given) => {
        const lists = [given, given.map(String)]
        const texts = [given.join(', '), `${given.join(' ,')} ,`, `[${given.join(', ')}]`]
        for (const sent of [...lists, ...texts, [given.join(',')], ...lists.map((list) => JSON.stringify(list))]) {
          expect(valueIn(parseStems(sent))).toEqual(given)
        }
      }),
    )
    expect(valueIn(parseStems('1 ,2 ,'))).toEqual([1, 2].map(commentIdOf))
    expect(valueIn(parseStems(''))).toEqual([])
  })

  test('are required, though they may be none', () => {
    for (const blank of [undefined, null]) {
      expect(errorIn(parseStems(blank)).faults).toEqual([{ field: 'stems', code: 'REQUIRED' }])
    }
  })

  test('are refused as one field where one of them is no id', () => {
    for (const raw of [
      '1, two',
      [1, null],
      [[1]],
      {},
      0,
      '-1',
      '1.5',
      [1, {}],
      '1;2',
      '[1',
      '[[1]]',
      '["1]',
      '"1"',
      '[1][2]',
    ]) {
      expect(errorIn(parseStems(raw))).toMatchObject({
        type: 'InvalidFields',
        faults: [{ field: 'stems', code: 'MALFORMED' }],
      })
    }
  })
})

describe('the size of a page', () => {
  test('is what was asked for, and at most the largest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (size) => {
        expect(valueIn(parsePageSize(size))).toBe(Math.min(size, MAX_PAGE_SIZE))
        expect(valueIn(parsePageSize(`${size}`))).toBe(Math.min(size, MAX_PAGE_SIZE))
      }),
    )
  })

  test('is 10 if nobody asks', () => {
    expect(valueIn(parsePageSize(undefined))).toBe(10)
  })

  test('is a positive whole number', () => {
    for (const raw of [0, -1, 1.5, '0', '-1', 'ten', '', ' 1', null, [], NaN]) {
      expect(errorIn(parsePageSize(raw))).toEqual({ code: 'MALFORMED', expected: 'a positive whole number' })
    }
  })
})
