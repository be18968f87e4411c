import * as fc from 'fast-check'
import type { Parsed } from '#domain/shared/fields.ts'
import { type Id, MAX_ID } from '#domain/shared/id.ts'
import { DAY, type Instant, instant, type Milliseconds } from '#domain/shared/instant.ts'

/** The results of a parser for the raw values it accepts. */
export const parsed = <Raw, Value extends string>(
  raw: fc.Arbitrary<Raw>,
  parse: (raw: unknown) => Parsed<Value>,
): fc.Arbitrary<Value> =>
  raw.map((given) => parse(given).unwrapOr(null)).filter((value): value is Value => value !== null)

/** Plain objects with a prototype. */
export const record = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields>(fields, { noNullPrototype: true })

/** Hangul syllables. */
export const hangul: fc.Arbitrary<string> = fc
  .integer({ min: 0xac00, max: 0xd7a3 })
  .map((code) => String.fromCodePoint(code))

/** Single lines of Latin, Hangul, emoji and other Unicode text. */
export const line = (longest: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: longest }),
    fc.string({ minLength: 1, maxLength: longest, unit: hangul }),
    fc.string({ minLength: 1, maxLength: longest, unit: 'binary' }),
    fc.string({ minLength: 1, maxLength: Math.ceil(longest / 4), unit: 'grapheme' }),
  )

/** Lower-case hexadecimal digits. */
export const hex = (digits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: digits, maxLength: digits })

/** Ids of anything. */
export const ids = <Kind extends string>(): fc.Arbitrary<Id<Kind>> =>
  fc.integer({ min: 1, max: MAX_ID }).map((id) => id as Id<Kind>)

/** Two ids that differ. */
export const pairs = <Kind extends string>(): fc.Arbitrary<readonly [Id<Kind>, Id<Kind>]> =>
  fc.tuple(ids<Kind>(), ids<Kind>()).filter(([one, other]) => one !== other)

/** From 1970 to 2100, to the millisecond. */
export const instants: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }).map(instant)

/** Instants near a moment: within days of it, and often exactly `lengths` away, give or take a millisecond. */
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
