import { expect, test } from 'vitest'
import { faultSentence } from '#adapters/http/problems/fault-sentences.ts'
import { wordsIn } from '#adapters/web/page/words/index.ts'
import type { Expected, Fault } from '#domain/shared/fields.ts'

/** What the forms of the page can be told to expect. */
const EXPECTED: readonly Expected[] = [
  'text',
  'one line of text',
  'text without control characters',
  'an e-mail address',
]

const ONE_OF_EACH: { readonly [Code in Exclude<Fault['code'], 'MALFORMED'>]: Extract<Fault, { code: Code }> } = {
  REQUIRED: { code: 'REQUIRED' },
  TOO_SHORT: { code: 'TOO_SHORT', minimum: 8 },
  TOO_LONG: { code: 'TOO_LONG', maximum: 30 },
  OUT_OF_RANGE: { code: 'OUT_OF_RANGE', minimum: 1, maximum: 2 },
  UNKNOWN_FIELD: { code: 'UNKNOWN_FIELD' },
  UNKNOWN_WORD: { code: 'UNKNOWN_WORD', word: 'Tuba', allowed: ['Bass', 'Drums'] },
  PASSWORDS_DIFFER: { code: 'PASSWORDS_DIFFER' },
  PASSWORD_TOO_COMMON: { code: 'PASSWORD_TOO_COMMON' },
  PASSWORD_NAMES_ITS_OWNER: { code: 'PASSWORD_NAMES_ITS_OWNER' },
  NICKNAME_RESERVED: { code: 'NICKNAME_RESERVED' },
}

test.each(['en', 'ko'] as const)(
  'a field is refused in the same words before it is sent and after, in %s',
  (language) => {
    const malformed = EXPECTED.map((expected): Fault => ({ code: 'MALFORMED', expected }))
    for (const fault of [...Object.values(ONE_OF_EACH), ...malformed])
      expect(wordsIn(language).account.fault(fault)).toBe(faultSentence(fault, language))
  },
)
