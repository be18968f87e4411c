import { err, ok } from 'neverthrow'
import type { Parsed } from './fields.ts'

const CONTROL_OR_LINE_BREAK = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u
const INVISIBLE_ONLY = /^[\p{Cf}\p{Z}]*$/u

/** Length in code points, as a person counts most characters. */
export const lengthOf = (text: string): number => Array.from(text).length

/**
 * One line that a person reads: NFC, trimmed, without control characters and line breaks. Its length is counted in
 * code points and lies in 1 … `maximum`.
 */
export const parseLine = (raw: unknown, maximum: number): Parsed<string> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  if (CONTROL_OR_LINE_BREAK.test(raw.trim())) return err({ code: 'MALFORMED', expected: 'one line of text' })
  const line = raw.normalize('NFC').trim()
  if (INVISIBLE_ONLY.test(line)) return err({ code: 'REQUIRED' })
  if (lengthOf(line) > maximum) return err({ code: 'TOO_LONG', maximum })
  return ok(line)
}
