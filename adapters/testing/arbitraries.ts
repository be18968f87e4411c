import * as fc from 'fast-check'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { MAX_NICKNAME_LENGTH, type Nickname, parseNickname } from '#domain/account/nickname.ts'
import {
  MAX_PASSWORD_LENGTH,
  parseSubmittedPassword,
  type Password,
  MIN_PASSWORD_LENGTH,
} from '#domain/account/password.ts'
import { SECRET_BYTES, type Secret, secretOf } from '#domain/account/secret.ts'
import type { Subject } from '#domain/account/identity.ts'
import type { Mix } from '#domain/mix/mix.ts'
import {
  type Bpm,
  type Description,
  MAX_BPM,
  MAX_TITLE_LENGTH,
  parseTitle,
  MIN_BPM,
  type Title,
} from '#domain/post/post.ts'
import type { Parsed } from '#domain/shared/fields.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { DAY, type Instant, instant, type Milliseconds } from '#domain/shared/instant.ts'
import { AUDIO_FORMATS, profilePath, type Recording } from '#domain/track/track.ts'
import { type Genre, GENRES, type Instrument, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { type NewActiveUser, type NewPendingUser, NOON, passwordHash } from './fixtures.ts'

/** What the parser makes of the raw values it does not refuse. */
const parsed = <Raw, Value extends string>(
  raw: fc.Arbitrary<Raw>,
  parse: (raw: unknown) => Parsed<Value>,
): fc.Arbitrary<Value> =>
  raw.map((given) => parse(given).unwrapOr(null)).filter((value): value is Value => value !== null)

/** Plain objects, as parsers and mappers make them. */
const record = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields>(fields, { noNullPrototype: true })

const hangul: fc.Arbitrary<string> = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code))

/** Lines as people write them: Latin, Hangul, emoji and whatever else Unicode has. */
const line = (longest: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: longest }),
    fc.string({ minLength: 1, maxLength: longest, unit: hangul }),
    fc.string({ minLength: 1, maxLength: longest, unit: 'binary' }),
    fc.string({ minLength: 1, maxLength: Math.ceil(longest / 4), unit: 'grapheme' }),
  )

export const emails: fc.Arbitrary<EmailAddress> = parsed(fc.emailAddress(), parseEmailAddress)
export const nicknames: fc.Arbitrary<Nickname> = parsed(line(MAX_NICKNAME_LENGTH), parseNickname)
export const titles: fc.Arbitrary<Title> = parsed(line(MAX_TITLE_LENGTH), parseTitle)

/** Of a length that may be chosen; some are common. */
export const passwords: fc.Arbitrary<Password> = parsed(
  fc.oneof(
    fc.string({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH }),
    fc.string({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH, unit: hangul }),
    fc.constantFrom('password', '비밀번호비밀번호', ' leading and trailing '),
  ),
  parseSubmittedPassword,
)

export const secrets: fc.Arbitrary<Secret> = fc
  .uint8Array({ minLength: SECRET_BYTES, maxLength: SECRET_BYTES })
  .map((bytes) => secretOf(bytes))

/** At least one, in canonical order. */
export const instruments: fc.Arbitrary<readonly Instrument[]> = fc.subarray([...INSTRUMENTS], { minLength: 1 })

/** Perhaps none, in canonical order. */
export const anyInstruments: fc.Arbitrary<readonly Instrument[]> = fc.subarray([...INSTRUMENTS])
export const anyGenres: fc.Arbitrary<readonly Genre[]> = fc.subarray([...GENRES])
export const genres: fc.Arbitrary<readonly Genre[]> = fc.subarray([...GENRES], { minLength: 1 })

export const bpms: fc.Arbitrary<Bpm | null> = fc.option(
  fc.integer({ min: MIN_BPM, max: MAX_BPM }).map((bpm) => bpm as Bpm),
)

/** From 1970 to 2100, to the millisecond. */
export const instants: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }).map(instant)

/** Near a moment: mostly within days of it, often just at `lengths` from it, a millisecond before or after. */
export const instantsAround = (
  moment: Instant,
  lengths: readonly Milliseconds[] = [0],
  within: Milliseconds = 4 * DAY,
): fc.Arbitrary<Instant> =>
  fc.oneof(
    fc.integer({ min: -within, max: within }).map((offset) => instant(moment + offset)),
    fc
      .tuple(fc.constantFrom(...lengths), fc.constantFrom(-1, 0, 1))
      .map(([length, tick]) => instant(moment + length + tick)),
  )

/** As Google (at most 255 characters of ASCII) and Facebook (digits) name people. */
export const subjects: fc.Arbitrary<Subject> = record({
  provider: fc.constantFrom('google' as const, 'facebook' as const),
  subject: fc.oneof(fc.string({ minLength: 1, maxLength: 255 }), fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String)),
})

const profile = {
  email: emails,
  nickname: nicknames,
  instruments: anyInstruments,
  genres: anyGenres,
  origin: fc.constantFrom('email' as const, 'google' as const, 'facebook' as const),
  createdAt: instants,
}
const hashes = fc.constant(null).map(passwordHash)

const picturePaths = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map((drawn) => profilePath(1 as UserId, `profile_img_${drawn.toString(16)}_400.webp`))

export const newUsers: fc.Arbitrary<NewPendingUser> = record({
  ...profile,
  state: fc.constant('pending' as const),
  passwordHash: hashes,
  subject: fc.option(subjects),
})

export const newActiveUsers: fc.Arbitrary<NewActiveUser> = record({
  ...profile,
  state: fc.constant('active' as const),
  passwordHash: fc.option(hashes),
  activatedAt: instants,
  lastLoginAt: fc.option(instants),
  isStaff: fc.boolean(),
  picture: fc.option(picturePaths),
  background: fc.option(picturePaths),
})

export const descriptions: fc.Arbitrary<Description> = record({ title: titles, instruments, genres, bpm: bpms })

export const recordings: fc.Arbitrary<Recording> = record({
  format: fc.constantFrom(...AUDIO_FORMATS),
  bytes: fc.integer({ min: 1, max: 50 * 1024 * 1024 }),
  sha256: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 }),
  frames: fc.integer({ min: 1, max: 15 * 60 * 48_000 }),
})

/** Mixes of a post in every state, with times around noon. */
export const mixes = (
  postId: PostId,
  stems: fc.Arbitrary<readonly CommentId[]> = fc.constant([]),
): fc.Arbitrary<Mix> => {
  const moments = instantsAround(NOON)
  const base = {
    postId: fc.constant(postId),
    revision: fc.integer({ min: 1, max: 1000 }),
    stems,
    requestedAt: moments,
    attempt: fc.integer({ min: 0, max: 30 }),
  }
  return fc.oneof(
    record({ ...base, state: fc.constant('requested' as const) }),
    record({
      ...base,
      state: fc.constant('rendering' as const),
      stage: fc.constantFrom('ingesting' as const, 'mixing' as const, 'encoding' as const),
      progress: fc.integer({ min: 0, max: 100 }),
      leaseUntil: moments,
    }),
    record({ ...base, state: fc.constant('rendered' as const), finishedAt: moments }),
    record({
      ...base,
      state: fc.constant('failed' as const),
      reason: fc.constantFrom('STEM_MISSING' as const, 'STEM_UNDECODABLE' as const, 'GAVE_UP' as const),
      finishedAt: moments,
    }),
  )
}
