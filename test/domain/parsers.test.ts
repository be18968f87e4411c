import * as fc from 'fast-check'
import type { Result } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { parsePageSize } from '#application/shared/page.ts'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import { parseNewPassword, parseSubmittedPassword } from '#domain/account/password.ts'
import { parseStems } from '#domain/mix/mix-policy.ts'
import { parseBpm, parseTitle } from '#domain/post/post.ts'
import { parseId } from '#domain/shared/id.ts'
import { parseAnyGenres, parseAnyInstruments, parseGenres, parseInstruments } from '#domain/track/vocabulary.ts'
import { wild } from './arbitraries.ts'
import { isQuickOn, LONG_INPUTS } from './patience.ts'

const allowed = { names: [], isCommon: () => false }

/** Every parser of a field. */
const PARSERS: Readonly<Record<string, (raw: unknown) => Result<unknown, object>>> = {
  'an e-mail address': parseEmailAddress,
  'a nickname': parseNickname,
  'a title': parseTitle,
  'a new password': (raw) => parseNewPassword(raw, allowed),
  'an offered password': parseSubmittedPassword,
  'a tempo': parseBpm,
  instruments: parseInstruments,
  genres: parseGenres,
  'genres that may be left out': parseAnyGenres,
  'instruments that may be left out': parseAnyInstruments,
  'an id': parseId,
  'the stems of a mix': parseStems,
  'the size of a page': parsePageSize,
}

describe.for(Object.entries(PARSERS))('%s', ([, parse]) => {
  test('is found or refused in whatever is given, and never throws', () => {
    fc.assert(fc.property(wild(200), (raw) => parse(raw).isOk() || parse(raw).isErr()))
  })

  test('stays what it is when it is given again', () => {
    fc.assert(
      fc.property(wild(60), (raw) => {
        const made = parse(raw)
        if (made.isOk()) expect(parse(made.value)).toEqual(made)
      }),
    )
  })

  test.for(Object.entries(LONG_INPUTS))('takes no time on %s', ([, input]) => {
    expect(isQuickOn(input, parse)).toBe(true)
  })
})
