import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { notText, wildText } from './arbitraries.ts'
import { valueIn } from './outcome.ts'

const malformed = { code: 'MALFORMED', expected: 'an e-mail address' }

const faultOf = (raw: unknown) =>
  parseEmailAddress(raw).match(
    (address) => `taken as ${address}`,
    (fault) => fault,
  )

describe('an e-mail address', () => {
  test('is taken wherever it is one, in lower case', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(valueIn(parseEmailAddress(address))).toBe(address.toLowerCase())
      }),
    )
  })

  test('is the same in capitals and with space around it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom('', ' ', '   ', '\n', '\t '), (address, space) => {
        expect(parseEmailAddress(`${space}${address.toUpperCase()}${space}`)).toEqual(parseEmailAddress(address))
      }),
    )
  })

  test('has one at, a dot in its domain, no space, and ASCII only', () => {
    fc.assert(
      fc.property(wildText(20), wildText(20), (local, domain) => {
        const address = parseEmailAddress(`${local}@${domain}.org`).unwrapOr(null)
        if (address === null) return
        expect(address).toMatch(/^[^\s@]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/)
        expect(address).toMatch(/^[\x21-\x7e]{1,254}$/)
      }),
      { numRuns: 500 },
    )
  })

  test.for([
    'no-at.example.org',
    'a@b',
    '@example.org',
    'a@',
    'a b@example.org',
    'a@exa mple.org',
    '.a@example.org',
    'a.@example.org',
    'a..b@example.org',
    'a@-example.org',
    'a@example-.org',
    'a@example..org',
    'a@.org',
    'a@example.org.',
    'a@b@example.org',
    '민호@example.org',
    'a@기타🎸.org',
    'a@\u212aim.org',
    'a@ｅxample.org',
    'a@-기타.org',
    'a@ab--기타.org',
    'a@기타。org',
    'a@\u0301a.org',
    'a@\u00e0\u0323.org',
    'a@기\u200d타.org',
    'a@١٢.org',
    `a@${'기'.repeat(60)}.org`,
    'a@example.org\u0000',
    'a\n@example.org',
    '"a b"@example.org',
    '<a@example.org>',
    'a@[127.0.0.1]',
    '🎸@example.org',
    'a\ud800@example.org',
    'a\u202e@example.org',
    '\u212a@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'a'.repeat(64)}.org`,
  ])('is not %j', (raw) => {
    expect(faultOf(raw)).toEqual(malformed)
  })

  test.for([
    ['a@exämple.org', 'a@xn--exmple-cua.org'],
    ['a@EXÄMPLE.org', 'a@xn--exmple-cua.org'],
    ['a@exa\u0308mple.org', 'a@xn--exmple-cua.org'],
    ['a@기타.한국', 'a@xn--ok0bl96d.xn--3e0b707e'],
    ['a@기타.한국'.normalize('NFD'), 'a@xn--ok0bl96d.xn--3e0b707e'],
    ['a@straße.de', 'a@xn--strae-oqa.de'],
    ['a@ΒΌΛΟΣ.gr', 'a@xn--nxasmq6b.gr'],
    ['a@مثال.إختبار', 'a@xn--mgbh0fb.xn--kgbechtv'],
    ['a@ex\u0430mple.org', 'a@xn--exmple-4nf.org'],
  ])('has an ASCII domain, of whichever script it was typed: %s', ([raw, ascii]) => {
    expect(valueIn(parseEmailAddress(raw))).toBe(ascii)
    expect(valueIn(parseEmailAddress(ascii))).toBe(ascii)
  })

  test('may have 64 characters before its at, 63 in a label, and 254 in all', () => {
    const label = 'a'.repeat(63)
    const longest = `${'a'.repeat(62)}@${label}.${label}.${label}`
    expect(longest).toHaveLength(254)
    expect(parseEmailAddress(longest).isOk()).toBe(true)
    expect(faultOf(`a${longest}`)).toEqual({ code: 'TOO_LONG', maximum: 254 })
    expect(parseEmailAddress(`${'a'.repeat(64)}@example.org`).isOk()).toBe(true)
  })

  test('is required where nothing is typed', () => {
    for (const blank of ['', ' ', '\n\t', undefined, null]) expect(faultOf(blank)).toEqual({ code: 'REQUIRED' })
  })

  test('is text and nothing else', () => {
    fc.assert(
      fc.property(notText, (raw) => {
        expect(faultOf(raw)).toEqual(malformed)
      }),
    )
  })
})
