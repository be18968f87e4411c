import { err, ok } from 'neverthrow'
import type { Parsed } from './fields.ts'

/** Also what turns the direction of the text that follows: a name could rewrite the sentence it stands in. */
const CONTROLS = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069`
/** Also what Unicode calls a letter and nobody sees: the Hangul fillers and the blank Braille pattern. */
const INVISIBLES = String.raw`\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800`
const CONTROL_OR_LINE_BREAK = new RegExp(`[${CONTROLS}]`, 'u')
const INVISIBLE_ONLY = new RegExp(`^[${INVISIBLES}]*$`, 'u')
/** The source of a regular expression, flag `u`, for one line in which there is something to see. */
export const LINE_PATTERN = `^[^${CONTROLS}]*[^${CONTROLS}${INVISIBLES}][^${CONTROLS}]*$`
/** NFC joins at most four code points to one (UAX #15), and each is at most two units of a JavaScript string. */
const MOST_UNITS_IN_ONE = 8

/** Whether it is text at all. */
export const isText = (raw: unknown): raw is string => typeof raw === 'string'

/** Length in code points, as a person counts most characters. */
export const lengthOf = (text: string): number => Array.from(text).length

/** NFC of the text; `null` where more than `maximum` code points are left, found out without composing what is long. */
export const composed = (text: string, maximum: number): string | null => {
  if (text.length > maximum * MOST_UNITS_IN_ONE) return null
  const nfc = text.normalize('NFC')
  return lengthOf(nfc) > maximum ? null : nfc
}

/**
 * One line that a person reads: NFC, trimmed, without control characters and line breaks. Its length is counted in
 * code points and lies in 1 … `maximum`.
 */
export const parseLine = (raw: unknown, maximum: number): Parsed<string> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  if (CONTROL_OR_LINE_BREAK.test(raw.trim())) return err({ code: 'MALFORMED', expected: 'one line of text' })
  const line = composed(raw.trim(), maximum)
  if (line === null) return err({ code: 'TOO_LONG', maximum })
  return INVISIBLE_ONLY.test(line) ? err({ code: 'REQUIRED' }) : ok(line)
}
