import { domainToASCII } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { toAsciiDomain, toPunycode } from '#domain/account/international-domain.ts'

/** RFC 3492, 7.1, the samples that are not ASCII alone; case is the encoder's own. */
const SAMPLES = [
  ['ليهمابتكلموشعربي؟', 'egbpdaj6bu4bxfgehfvwxn'],
  ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
  ['他們爲什麽不說中文', 'ihqwctvzc91f659drss3x8bo0yb'],
  ['Pročprostěnemluvíčesky', 'Proprostnemluvesky-uyb24dma41a'],
  ['למההםפשוטלאמדבריםעברית', '4dbcagdahymbxekheh6e0a7fei0b'],
  ['यहलोगहिन्दीक्योंनहींबोलसकतेहैं', 'i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd'],
  ['なぜみんな日本語を話してくれないのか', 'n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa'],
  [
    '세계의모든사람들이한국어를이해한다면얼마나좋을까',
    '989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c',
  ],
  ['почемужеонинеговорятпорусски', 'b1abfaaepdrnnbgefbadotcwatmq2g4l'],
  ['PorquénopuedensimplementehablarenEspañol', 'PorqunopuedensimplementehablarenEspaol-fmd56a'],
  ['TạisaohọkhôngthểchỉnóitiếngViệt', 'TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g'],
  ['3年B組金八先生', '3B-ww4c5e180e575a65lsy2b'],
  ['安室奈美恵-with-SUPER-MONKEYS', '-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n'],
  ['Hello-Another-Way-それぞれの場所', 'Hello-Another-Way--fc4qua05auwb3674vfr0b'],
  ['ひとつ屋根の下2', '2-u9tlzr9756bt3uc0v'],
  ['MajiでKoiする5秒前', 'MajiKoi5-783gue6qz075azm5e'],
  ['パフィーdeルンバ', 'de-jg4avhby1noc0d'],
  ['そのスピードで', 'd9juau41awczczp'],
] as const

const among = (first: number, last: number): fc.Arbitrary<string> =>
  fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code))

/** Labels of one alphabet and of several, of what is seldom let in, and of what Unicode has besides. */
const labels = fc.oneof(
  ...[
    among(0xc0, 0x24f),
    among(0x370, 0x3ff),
    among(0x400, 0x52f),
    among(0x590, 0x5ff),
    among(0x600, 0x77f),
    among(0x900, 0xdff),
    among(0xac00, 0xd7a3),
    among(0x3040, 0x30ff),
    among(0x4e00, 0x9fff),
    fc.oneof(
      among(0xc0, 0x7ff),
      fc.constantFrom('a', 'b', 'z', '0', '1', '-', '\u0301', '\u0323', '\u0345', 'ß', 'ς', 'Σ', 'İ', 'ı'),
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ].map((unit) => fc.string({ unit, minLength: 1, maxLength: 6 })),
)

describe('the ASCII form of a domain', () => {
  test.for(SAMPLES)('is the Punycode of RFC 3492: %s', ([text, encoded]) => {
    expect(toPunycode(text)).toBe(encoded)
  })

  test('is what UTS 46 makes of every letter that is taken', () => {
    const other: string[] = []
    let taken = 0
    for (let code = 0x80; code < 0x11_0000; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const letter = String.fromCodePoint(code)
      for (const domain of [`a${letter}b.org`, `${letter}.org`, `ا${letter}.org`]) {
        const ascii = toAsciiDomain(domain)
        if (ascii === null) continue
        taken += 1
        if (ascii !== domainToASCII(domain)) other.push(domain)
      }
    }
    expect(other).toEqual([])
    expect(taken).toBeGreaterThan(200_000)
  }, 120_000)

  test('is what UTS 46 makes of every domain that is taken', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.array(labels, { minLength: 1, maxLength: 3 }), (parts) => {
        const domain = `${parts.join('.')}.org`
        const address = parseEmailAddress(`a@${domain}`).unwrapOr(null)
        if (address === null || !/[^\0-\x7f]/.test(domain)) return
        taken += 1
        // Composed first: Node sometimes leaves a letter with two marks in parts.
        expect([domain, address]).toEqual([domain, `a@${domainToASCII(domain.normalize('NFC'))}`])
      }),
      { numRuns: 20_000 },
    )
    expect(taken).toBeGreaterThan(1000)
  }, 120_000)
})
