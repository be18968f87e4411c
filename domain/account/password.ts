import { err, ok } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { toNfc, isText, lengthOf } from '../shared/text.ts'

/** A password that may be chosen. Never stored, logged or shown. */
export type Password = Brand<string, 'Password'>

/** What is stored of a password: a PHC string, salt and cost included. */
export type PasswordHash = Brand<string, 'PasswordHash'>

/** In code points, after NFC. */
export const MIN_PASSWORD_LENGTH = 8
export const MAX_PASSWORD_LENGTH = 128

/** What a new password is held against. */
export type PasswordContext = {
  /** The owner's address and nickname, as far as they are known. */
  readonly names: readonly string[]
  /** Whether it is one of the commonest 10,000; asked in lower case. */
  readonly isCommon: (password: string) => boolean
}

/**
 * The form in which a password is compared and hashed: NFC, so that every keyboard types the same one. One that is too
 * long for a password stays as it is.
 */
const normalizePassword = (raw: string): string => toNfc(raw, MAX_PASSWORD_LENGTH) ?? raw

/** 8 … 128 characters, neither the owner's address or nickname nor one of the commonest. */
export const parseNewPassword = (raw: unknown, context: PasswordContext): Parsed<Password> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string' || !raw.isWellFormed()) return err({ code: 'MALFORMED', expected: 'text' })
  const password = normalizePassword(raw)
  const length = lengthOf(password)
  if (length < MIN_PASSWORD_LENGTH) return err({ code: 'TOO_SHORT', minimum: MIN_PASSWORD_LENGTH })
  if (length > MAX_PASSWORD_LENGTH) return err({ code: 'TOO_LONG', maximum: MAX_PASSWORD_LENGTH })
  const lower = password.toLowerCase()
  if (context.names.some((name) => normalizePassword(name).toLowerCase() === lower))
    return err({ code: 'PASSWORD_NAMES_ITS_OWNER' })
  if (context.isCommon(lower)) return err({ code: 'PASSWORD_TOO_COMMON' })
  return ok(password as Password)
}

/** A password typed twice is the same both times. `undefined`: it was not asked for twice. */
export const parsePasswordAgain = (first: unknown, again: unknown): Parsed<true> => {
  if (again === undefined) return ok(true)
  if (again === null || again === '') return err({ code: 'REQUIRED' })
  const same =
    first === again || (isText(first) && isText(again) && normalizePassword(first) === normalizePassword(again))
  return same ? ok(true) : err({ code: 'PASSWORDS_DIFFER' })
}

/** A password somebody offers as theirs. Yesterday's rules may have been others, so only its length is held down. */
export const parseSubmittedPassword = (raw: unknown): Parsed<Password> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string') return err({ code: 'MALFORMED', expected: 'text' })
  const password = normalizePassword(raw)
  return lengthOf(password) > MAX_PASSWORD_LENGTH
    ? err({ code: 'TOO_LONG', maximum: MAX_PASSWORD_LENGTH })
    : ok(password as Password)
}
