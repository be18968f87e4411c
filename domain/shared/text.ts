import { err, ok } from 'neverthrow'
import type { Parsed } from './fields.ts'

/** Includes bidirectional overrides, with which a name could reorder the sentence around it. */
const CONTROLS = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069`
/** Includes invisible letters: the Hangul fillers and the blank Braille pattern. */
const INVISIBLES = String.raw`\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800`
const CONTROL_OR_LINE_BREAK = new RegExp(`[${CONTROLS}]`, 'u')
const INVISIBLE_ONLY = new RegExp(`^[${INVISIBLES}]*$`, 'u')
/** The source of a regular expression (flag `u`) for one line with something visible in it. */
export const LINE_PATTERN = `^[^${CONTROLS}]*[^${CONTROLS}${INVISIBLES}][^${CONTROLS}]*$`
/** NFC joins at most four code points to one (UAX #15), and each is at most two units of a JavaScript string. */
const MAX_UNITS_PER_CODE_POINT = 8

/** Whether the value is a string. */
export const isText = (raw: unknown): raw is string => typeof raw === 'string'

/** Length in code points, as a person counts most characters. */
export const lengthOf = (text: string): number => Array.from(text).length

/** The text in NFC, or `null` if it has more than `maximum` code points. Does not normalize what is far too long. */
export const toNfc = (text: string, maximum: number): string | null => {
  if (text.length > maximum * MAX_UNITS_PER_CODE_POINT) return null
  const nfc = text.normalize('NFC')
  return lengthOf(nfc) > maximum ? null : nfc
}

/**
 * Parses one line of text: NFC, trimmed, without control characters and line breaks, 1 … `maximum` code points long.
 */
export const parseLine = (raw: unknown, maximum: number): Parsed<string> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  if (CONTROL_OR_LINE_BREAK.test(raw.trim())) return err({ code: 'MALFORMED', expected: 'one line of text' })
  const line = toNfc(raw.trim(), maximum)
  if (line === null) return err({ code: 'TOO_LONG', maximum })
  return INVISIBLE_ONLY.test(line) ? err({ code: 'REQUIRED' }) : ok(line)
}

const LINE_ENDS = /\r\n|[\r\u0085\u2028\u2029]/g
/** Like {@link CONTROLS}, but tabs and line feeds are allowed. */
const CONTROLS_IN_LINES = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}\u202a-\u202e\u2066-\u2069`
const CONTROL_IN_LINES = new RegExp(`[${CONTROLS_IN_LINES}]`, 'u')
/** The same as {@link LINE_PATTERN} for several lines. */
export const LINES_PATTERN = `^[^${CONTROLS_IN_LINES}]*[^${CONTROLS}${INVISIBLES}][^${CONTROLS_IN_LINES}]*$`

/**
 * Parses several lines of text: like {@link parseLine}, but line breaks and tabs stay. Every line ending becomes a line
 * feed, so that a text has the same length whichever form sent it.
 */
export const parseLines = (raw: unknown, maximum: number): Parsed<string> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  const unified = raw.replaceAll(LINE_ENDS, '\n').trim()
  if (CONTROL_IN_LINES.test(unified)) return err({ code: 'MALFORMED', expected: 'text without control characters' })
  const text = toNfc(unified, maximum)
  if (text === null) return err({ code: 'TOO_LONG', maximum })
  return INVISIBLE_ONLY.test(text.replaceAll(/\s/g, '')) ? err({ code: 'REQUIRED' }) : ok(text)
}

/** Variants of the plain mark that other keyboards type, and accents that NFKC would turn into a space with a mark. */
const APOSTROPHES = /[`\u00b4\u02b9-\u02bd\u2018-\u201b\u2032\u2035\u2039\u203a]/g
const QUOTES = /[\u00ab\u00bb\u201c-\u201f\u2033\u2036\u301d-\u301f]/g
const DASHES = /[\u2010-\u2015\u2212]/g
const SPACES = /[\p{Zs}\u2800]/gu

const plainMarks = (text: string): string =>
  text.replace(APOSTROPHES, "'").replace(QUOTES, '"').replace(DASHES, '-').replace(SPACES, ' ')

/**
 * A key under which texts that people read or type as the same are equal: it ignores compatibility forms, case, invisible
 * characters, and which kind of quote, dash or space is used. Close to Unicode's NFKC_Casefold.
 */
export const foldText = (text: string): string =>
  plainMarks(
    plainMarks(text)
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, ''),
  )
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')

/** Separates letters from their marks (NFD), but keeps Hangul syllables whole, because people read each as one letter. */
export const inParts = (text: string): string => text.replace(/[^\uac00-\ud7a3]+/g, (part) => part.normalize('NFD'))
