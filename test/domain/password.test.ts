import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_PASSWORD_LENGTH,
  parseNewPassword,
  parseSubmittedPassword,
  parsePasswordAgain,
  MIN_PASSWORD_LENGTH,
} from '#domain/account/password.ts'
import { lengthOf } from '#domain/shared/text.ts'
import { notText, wildText } from './arbitraries.ts'
import { errorIn, valueIn } from './outcome.ts'

const nobody = { names: [], isCommon: () => false }
const isCommon = (password: string): boolean => password === 'iloveyou'
const malformed = { code: 'MALFORMED', expected: 'text' }

describe('a new password', () => {
  test('has 8 to 128 characters, counted after NFC, and nothing of it is cut off', () => {
    fc.assert(
      fc.property(wildText(150), (raw) => {
        const length = lengthOf(raw.normalize('NFC'))
        const fault = parseNewPassword(raw, nobody)
        if (fault.isOk()) expect(fault.value).toBe(raw.normalize('NFC'))
        if (raw === '') expect(errorIn(fault)).toEqual({ code: 'REQUIRED' })
        else if (!raw.isWellFormed()) expect(errorIn(fault)).toEqual(malformed)
        else if (length < MIN_PASSWORD_LENGTH) expect(errorIn(fault)).toEqual({ code: 'TOO_SHORT', minimum: 8 })
        else if (length > MAX_PASSWORD_LENGTH) expect(errorIn(fault)).toEqual({ code: 'TOO_LONG', maximum: 128 })
        else expect(fault.isOk()).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.for(['ann@example.org', 'ANN@example.org', '봄밤의기타소리', 'Longest Name', 'longest name'])(
    'is not its owner’s address or nickname: %s',
    (raw) => {
      const names = ['ann@example.org', '봄밤의기타소리'.normalize('NFD'), 'Longest Name']
      expect(parseNewPassword(raw, { ...nobody, names }).isErr()).toBe(true)
    },
  )

  test('may have its owner’s name in it', () => {
    expect(parseNewPassword('ann plays bass', { ...nobody, names: ['ann', 'ann@example.org'] }).isOk()).toBe(true)
  })

  test('is not one of the commonest, in any case', () => {
    expect(errorIn(parseNewPassword('ILoveYou', { names: [], isCommon }))).toEqual({
      code: 'PASSWORD_TOO_COMMON',
    })
    expect(parseNewPassword('ILoveYou2', { names: [], isCommon }).isOk()).toBe(true)
  })

  test('is text of whole characters', () => {
    fc.assert(
      fc.property(notText, (raw) => {
        expect(errorIn(parseNewPassword(raw, nobody))).toEqual(malformed)
      }),
    )
    expect(errorIn(parseNewPassword('\ud800'.repeat(8), nobody))).toEqual(malformed)
  })

  test('is required', () => {
    for (const blank of ['', undefined, null]) {
      expect(errorIn(parseNewPassword(blank, nobody))).toEqual({ code: 'REQUIRED' })
    }
  })

  test('may be spaces and anything else that can be typed', () => {
    for (const raw of ['        ', '한글비밀번호입니다', '🎸'.repeat(8), 'tab\tand\nline']) {
      expect(parseNewPassword(raw, nobody).isOk(), raw).toBe(true)
    }
  })
})

describe('a password typed again', () => {
  test('is the same, on whatever keyboard', () => {
    fc.assert(
      fc.property(wildText(100), fc.constantFrom('NFC', 'NFD'), (raw, form) => {
        const again = parsePasswordAgain(raw, raw.normalize(form))
        expect(again.isOk()).toBe(raw !== '')
      }),
    )
  })

  test('is refused if it is another', () => {
    fc.assert(
      fc.property(wildText(100), wildText(100), (first, again) => {
        fc.pre(first.normalize('NFC') !== again.normalize('NFC') && again !== '')
        expect(errorIn(parsePasswordAgain(first, again))).toEqual({ code: 'PASSWORDS_DIFFER' })
      }),
    )
    expect(errorIn(parsePasswordAgain('12345678', 12_345_678))).toEqual({ code: 'PASSWORDS_DIFFER' })
  })

  test('is required where it was asked for', () => {
    for (const blank of ['', null]) {
      expect(errorIn(parsePasswordAgain('first', blank))).toEqual({ code: 'REQUIRED' })
    }
    expect(valueIn(parsePasswordAgain('first', undefined))).toBe(true)
  })
})

describe('an offered password', () => {
  test('is taken in NFC by its length alone, if it is text at all', () => {
    fc.assert(
      fc.property(wildText(150), (raw) => {
        fc.pre(raw !== '')
        const nfc = raw.normalize('NFC')
        const offered = parseSubmittedPassword(raw)
        if (!raw.isWellFormed()) expect(errorIn(offered)).toEqual(malformed)
        else if (lengthOf(nfc) <= MAX_PASSWORD_LENGTH) expect(valueIn(offered)).toBe(nfc)
        else expect(errorIn(offered)).toEqual({ code: 'TOO_LONG', maximum: 128 })
      }),
    )
  })

  test('with a lone surrogate is refused, or it would be that with U+FFFD', () => {
    for (const lone of ['abcdefgh\ud800', 'abcdefgh\udfff'])
      expect(errorIn(parseSubmittedPassword(lone))).toEqual(malformed)
  })

  test('is required, and text', () => {
    expect(errorIn(parseSubmittedPassword(''))).toEqual({ code: 'REQUIRED' })
    expect(errorIn(parseSubmittedPassword(12_345_678))).toEqual(malformed)
  })

  test('is what was chosen: every new password can be offered', () => {
    fc.assert(
      fc.property(wildText(150), (raw) => {
        const chosen = parseNewPassword(raw, nobody)
        if (chosen.isOk()) expect(parseSubmittedPassword(raw)).toEqual(chosen)
      }),
    )
  })
})
