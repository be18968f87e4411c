import * as fc from 'fast-check'

const hangul = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code))
const jamo = fc.integer({ min: 0x1100, max: 0x11ff }).map((code) => String.fromCharCode(code))
const arabic = fc.integer({ min: 0x600, max: 0x6ff }).map((code) => String.fromCharCode(code))
const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
const odd = fc.constantFrom(
  '\u0000',
  '\t',
  '\n',
  '\r',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u007f',
  ' ',
  '\u00a0',
  '\u3000',
  '\u200b',
  '\u200d',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u3164',
  '\uffa0',
  '\u115f',
  '\u2800',
  '\ud800',
  '\udc00',
  '\u0301',
  '\u0315',
  'é',
  'e\u0301',
  'ﬁ',
  'İ',
  'ı',
  'ß',
  'ς',
  'Σ',
  'ſ',
  '한',
  'ㅎ',
  '👩‍🎤',
  '🎸',
  '🇰🇷',
)

/** Text as nobody promised it: any script, halves of pairs, control characters, marks, what is not seen. */
export const wildText = (maxLength = 60): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ maxLength }),
    fc.string({ maxLength, unit: 'binary' }),
    fc.string({ maxLength, unit: 'grapheme' }),
    fc.string({ maxLength, unit: hangul }),
    fc.string({ maxLength, unit: jamo }),
    fc.string({ maxLength, unit: arabic }),
    fc.string({ maxLength, unit: anyUnit }),
    fc.string({ maxLength, unit: odd }),
    fc.string({ maxLength, unit: fc.oneof(odd, hangul, fc.constantFrom(...'abcXYZ09@.,-_ '.split(''))) }),
  )

/** Whatever a JSON body or a form may hold in place of a field, text last. */
export const wild = (maxLength = 60): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: wildText(maxLength) },
    { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null, '', ' ', 0, -0, NaN, Infinity, [], {}, true) },
    { weight: 1, arbitrary: fc.double() },
    { weight: 1, arbitrary: fc.constantFrom<unknown>({ toString: 1, valueOf: 1 }, [{ toString: 1 }], [[['Guitar']]]) },
  )

/** What is no text at all, and was not left out. */
export const notText: fc.Arbitrary<unknown> = fc
  .anything({ withNullPrototype: true, withBigInt: true })
  .filter((raw) => typeof raw !== 'string' && raw !== undefined && raw !== null)
