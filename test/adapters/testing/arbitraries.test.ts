import * as fc from 'fast-check'
import type { Result } from 'neverthrow'
import { expect, test } from 'vitest'
import * as all from '#adapters/testing/arbitraries.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import { parseSubmittedPassword } from '#domain/account/password.ts'
import { parseSecret } from '#domain/account/secret.ts'
import { parseIdempotencyKey } from '#domain/idempotency/idempotent-request.ts'
import { parseRecipe, showRecipe } from '#domain/mix/recipe-form.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import { parseContent } from '#domain/message/message.ts'
import { parseBpm, parseTitle } from '#domain/post/post.ts'
import { parseId, type PostId, type UserId } from '#domain/shared/id.ts'
import { checkRecording, parseMediaPath } from '#domain/track/track.ts'
import { parseAnyGenres, parseAnyInstruments, parseGenres, parseInstruments } from '#domain/track/vocabulary.ts'

const { ids, instantsAround, pairs, picturePaths, mixes, mixProposals, playableRevisions, recipes, ...ready } = all

const EVERY: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...ready,
  ids: ids(),
  pairs: pairs(),
  instantsAround: instantsAround(NOON),
  picturePaths: picturePaths(7 as UserId),
  mixes: mixes(7 as PostId),
  mixProposals: mixProposals({ postId: 7 as PostId, proposerId: 7 as UserId }),
  playableRevisions: playableRevisions(7 as PostId),
  recipes: recipes(),
}

test.each(Object.entries(EVERY))('%s are the same again for the same seed', (_, arbitrary) => {
  const sample = () => fc.sample(arbitrary, { seed: 4711, numRuns: 30 })
  const first = sample()
  expect(sample()).toEqual(first)
  expect(new Set(first.map((one) => fc.stringify(one))).size).toBeGreaterThan(1)
})

const parsedAgain = (parse: (raw: never) => Result<unknown, unknown>) => (value: unknown) =>
  parse(value as never)._unsafeUnwrap()

/** Of each value that has a parser, what the parser makes of it. */
const PARSERS: Partial<Record<string, (value: unknown) => unknown>> = {
  emails: parsedAgain(parseEmailAddress),
  nicknames: parsedAgain(parseNickname),
  passwords: parsedAgain(parseSubmittedPassword),
  secrets: parseSecret,
  titles: parsedAgain(parseTitle),
  contents: parsedAgain(parseContent),
  bpms: parsedAgain(parseBpm),
  recipes: (recipe) => parseRecipe(showRecipe(recipe as Recipe))._unsafeUnwrap(),
  ids: parsedAgain(parseId),
  instruments: parsedAgain(parseInstruments),
  genres: parsedAgain(parseGenres),
  anyInstruments: parsedAgain(parseAnyInstruments),
  anyGenres: parsedAgain(parseAnyGenres),
  idempotencyKeys: parsedAgain(parseIdempotencyKey),
  mediaPaths: (path) => parseMediaPath(path as string),
  picturePaths: (path) => parseMediaPath(path as string),
  recordings: (recording) => checkRecording(recording as never, 15)._unsafeUnwrap(),
}

test.each(Object.entries(PARSERS))('%s are taken by their parser as they are', (name, parse) => {
  fc.assert(
    fc.property(EVERY[name]!, (value) => {
      expect(parse!(value)).toEqual(value)
    }),
  )
})

test('the files of posts and comments lie where the server reads them', () => {
  fc.assert(
    fc.property(all.posts, all.comments, (post, comment) => {
      for (const path of [post.track.path, post.master, post.image, comment.track.path])
        if (path !== null) expect(parseMediaPath(path)).toBe(path)
    }),
  )
})
