import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_NICKNAME_LENGTH, type Nickname, nicknameKey, parseNickname } from '#domain/account/nickname.ts'
import { sameNickname } from '#domain/account/user.ts'
import { MAX_TITLE_LENGTH, parseTitle } from '#domain/post/post.ts'
import type { Fault } from '#domain/shared/fields.ts'
import { lengthOf, parseLine } from '#domain/shared/text.ts'
import { notText, wildText } from './arbitraries.ts'
import { errorIn } from './outcome.ts'

const faultOf = (raw: unknown, maximum = MAX_NICKNAME_LENGTH): Fault | null =>
  parseLine(raw, maximum).match(
    () => null,
    (fault) => fault,
  )

describe('a line that a person reads', () => {
  test('is NFC, trimmed, well formed, one line, seen, and not too long', () => {
    fc.assert(
      fc.property(wildText(), fc.integer({ min: 1, max: 60 }), (raw, maximum) => {
        const line = parseLine(raw, maximum).unwrapOr(null)
        if (line === null) return
        expect(line).toBe(line.normalize('NFC').trim())
        expect(line.isWellFormed()).toBe(true)
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
        expect(lengthOf(line)).toBeGreaterThanOrEqual(1)
        expect(lengthOf(line)).toBeLessThanOrEqual(maximum)
      }),
      { numRuns: 500 },
    )
  })

  test('is refused for one fault only: nothing in it, broken, or too long', () => {
    fc.assert(
      fc.property(wildText(), fc.integer({ min: 1, max: 60 }), (raw, maximum) => {
        const fault = faultOf(raw, maximum)
        const inner = raw.trim()
        const broken = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(inner) || !inner.isWellFormed()
        const tooLong = lengthOf(inner.normalize('NFC')) > maximum
        if (fault === null) expect([broken, tooLong]).toEqual([false, false])
        if (fault?.code === 'MALFORMED') expect(broken).toBe(true)
        if (fault?.code === 'TOO_LONG') expect([broken, tooLong]).toEqual([false, true])
        if (fault?.code === 'REQUIRED') expect(inner).not.toMatch(/[[\p{L}\p{N}]--\p{Default_Ignorable_Code_Point}]/v)
      }),
      { numRuns: 500 },
    )
  })

  test('does not turn the direction of the sentence it stands in', () => {
    for (const turning of ['\u202e', '\u202a', '\u2067'])
      expect(faultOf(`a${turning}b`)).toEqual({ code: 'MALFORMED', expected: 'one line of text' })
  })

  test('is as long in every form of its characters: the longest is taken decomposed too', () => {
    for (const character of ['한', 'é', 'ᾂ', '𝅗𝅥', '각']) {
      const longest = character.repeat(MAX_NICKNAME_LENGTH)
      expect(parseNickname(longest.normalize('NFD')).isOk()).toBe(
        lengthOf(longest.normalize('NFC')) <= MAX_NICKNAME_LENGTH,
      )
      expect(faultOf(`${longest}${character}`.normalize('NFD'))).toEqual({
        code: 'TOO_LONG',
        maximum: MAX_NICKNAME_LENGTH,
      })
    }
  })

  test('may be in any script and direction', () => {
    for (const name of ['봄밤의 기타', 'عود', 'שיר', '三味線', '👩‍🎤', '🎸🇰🇷', "O'Brien", 'Łódź', 'x']) {
      expect(parseNickname(name).isOk(), name).toBe(true)
    }
  })

  test('is required where nobody would see anything', () => {
    for (const blank of [
      '',
      ' ',
      '\t\n',
      '\u3000',
      '\u200b',
      '\u200d\u200d',
      '\u3164',
      '\uffa0',
      '\u115f\u1160',
      '⠀',
      undefined,
      null,
    ]) {
      expect(faultOf(blank), JSON.stringify(blank)).toEqual({ code: 'REQUIRED' })
    }
  })

  test('is one line without half characters', () => {
    for (const broken of ['a\nb', 'a\u0000b', 'a\u0085b', 'a\u2028b', 'a\ud800b', '\udc00', 'a\u007f b']) {
      expect(faultOf(broken), JSON.stringify(broken)).toEqual({ code: 'MALFORMED', expected: 'one line of text' })
    }
  })

  test('is text and nothing else', () => {
    fc.assert(
      fc.property(notText, (raw) => {
        expect(faultOf(raw)).toEqual({ code: 'MALFORMED', expected: 'text' })
      }),
    )
  })

  test.for([
    ['a nickname', parseNickname, MAX_NICKNAME_LENGTH],
    ['a title', parseTitle, MAX_TITLE_LENGTH],
  ] as const)('%s may have exactly as many characters as its limit says', ([, parse, longest]) => {
    expect(parse('🎸'.repeat(longest)).isOk()).toBe(true)
    expect(errorIn(parse('🎸'.repeat(longest + 1)))).toEqual({ code: 'TOO_LONG', maximum: longest })
  })
})

describe('two nicknames', () => {
  const nicknames = wildText(30)
    .map((raw) => parseNickname(raw).unwrapOr(null))
    .filter((name): name is Nickname => name !== null)

  test('are one whatever the case they are written in', () => {
    fc.assert(
      fc.property(nicknames, (name) => {
        expect(sameNickname(name, name.toUpperCase() as Nickname)).toBe(true)
        expect(sameNickname(name, name.toLowerCase() as Nickname)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('are one whatever the form of their characters', () => {
    fc.assert(
      fc.property(nicknames, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (name, form) =>
        sameNickname(name, name.normalize(form) as Nickname),
      ),
      { numRuns: 500 },
    )
  })

  test('are one if they differ in what nobody sees', () => {
    fc.assert(
      fc.property(
        nicknames,
        fc.nat(),
        fc.constantFrom('\u200b', '\u200d', '\u2060', '\u00ad', '\ufe0f'),
        (name, at, unseen) => {
          const points = Array.from(name)
          const disguised = points.toSpliced(at % (points.length + 1), 0, unseen).join('') as Nickname
          return sameNickname(name, disguised)
        },
      ),
    )
  })

  test('have a key that is its own key', () => {
    fc.assert(
      fc.property(nicknames, (name) => {
        const key = nicknameKey(name)
        expect(nicknameKey(key as Nickname)).toBe(key)
      }),
      { numRuns: 500 },
    )
  })

  test('are one for ß, ẞ and SS, for the sigmas, and for I without its dot', () => {
    for (const same of [
      ['Straße', 'STRASSE', 'STRAẞE'],
      ['Οδός', 'ΟΔΌΣ', 'οδόσ'],
      ['Kılıç', 'KILIÇ', 'kilic\u0327'],
    ]) {
      expect(new Set(same.map((name) => nicknameKey(name as Nickname))).size, same.join()).toBe(1)
    }
  })

  test('are two where anybody sees it', () => {
    for (const [one, other] of [
      ['민호', '민후'],
      ['Ann', 'Anne'],
      ['a b', 'ab'],
      ['🎸', '🎹'],
    ] as const) {
      expect(sameNickname(one as Nickname, other as Nickname)).toBe(false)
    }
    expect(sameNickname('ＡＮＮ' as Nickname, 'ann' as Nickname)).toBe(true)
  })
})
