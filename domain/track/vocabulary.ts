import { err, ok } from 'neverthrow'
import type { Fault, Parsed } from '../shared/fields.ts'
import { foldText, isText } from '../shared/text.ts'

/** Instruments and genres, in canonical spelling and order. */
export const INSTRUMENTS = ['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard', 'Other'] as const
export const GENRES = ['Pop', 'Rock', 'Jazz', 'HipHop', 'Electronic', 'Classic', 'Others'] as const

/** One of them. */
export type Instrument = (typeof INSTRUMENTS)[number]
export type Genre = (typeof GENRES)[number]

/** One word, several joined with commas, or a list of either; case does not matter. */
export type Words = string | readonly string[]

const separated = (raw: string): readonly string[] =>
  raw
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** A form carries text alone: a list is written into it as it stands, in brackets, each word in quotes or not. */
const unlisted = (raw: string): string =>
  /^\s*\[([^[\]]*)\]\s*$/.exec(raw)?.[1]?.replaceAll(/(^|,)\s*"([^",]*)"\s*(?=,|$)/g, '$1$2') ?? raw

const words = (raw: unknown): readonly string[] | null => {
  if (isText(raw)) return separated(unlisted(raw))
  return Array.isArray(raw) && raw.every(isText) ? raw.flatMap(separated) : null
}

/** Case, spaces, hyphens and underscores tell no words apart: `Hip-Hop` is HipHop. */
const keyOf = (word: string): string => foldText(word).replace(/[ _-]/g, '')

/** In UTF-16 units. Longer words are unknown; normalizing them could take seconds. */
const MAX_SPELLING = 100

const parseWord = <Word extends string>(given: string, allowed: readonly Word[]): Parsed<Word> => {
  const key = given.length > MAX_SPELLING ? null : keyOf(given)
  const canonical = allowed.find((one) => keyOf(one) === key)
  return canonical === undefined
    ? err({ code: 'UNKNOWN_WORD', word: given.slice(0, 40).toWellFormed(), allowed } satisfies Fault)
    : ok(canonical)
}

const parseWords = <Word extends string>(raw: unknown, allowed: readonly Word[]): Parsed<readonly Word[]> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  const given = words(raw)
  if (given === null)
    return err({ code: 'MALFORMED', expected: 'a word, words joined with commas, or a list of words' })
  const known = new Set<Word>()
  for (const word of given) {
    const parsed = parseWord(word, allowed)
    if (parsed.isErr()) return err(parsed.error)
    const canonical = parsed.value
    known.add(canonical)
  }
  return ok(allowed.filter((word) => known.has(word)))
}

const atLeastOne = <Word>(found: readonly Word[]): Parsed<readonly Word[]> =>
  found.length > 0 ? ok(found) : err({ code: 'REQUIRED' })

/** "Guitar", "guitar, Vocal" or a list: at least one, each once, in canonical spelling and order. */
export const parseInstruments = (raw: unknown): Parsed<readonly Instrument[]> =>
  parseWords(raw, INSTRUMENTS).andThen(atLeastOne)

/** Like {@link parseInstruments}, for genres. */
export const parseGenres = (raw: unknown): Parsed<readonly Genre[]> => parseWords(raw, GENRES).andThen(atLeastOne)

/** Like {@link parseGenres}, but none is fine. */
export const parseAnyGenres = (raw: unknown): Parsed<readonly Genre[]> =>
  raw === undefined || raw === null ? ok([]) : parseWords(raw, GENRES)

/** Like {@link parseInstruments}, but none is fine. */
export const parseAnyInstruments = (raw: unknown): Parsed<readonly Instrument[]> =>
  raw === undefined || raw === null ? ok([]) : parseWords(raw, INSTRUMENTS)

/** Exactly one instrument, however it is spelled. */
export const parseInstrument = (raw: string): Parsed<Instrument> => parseWord(raw.trim(), INSTRUMENTS)

/** Exactly one genre, however it is spelled. */
export const parseGenre = (raw: string): Parsed<Genre> => parseWord(raw.trim(), GENRES)
