import { type EmailAddress, parseEmailAddress } from './email-address.ts'
import { err, ok } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { toNfc, isText, lengthOf } from '../shared/text.ts'

/** A password that may be chosen. Never stored, logged or shown. */
export type Password = Brand<string, 'Password'>

/** The stored form of a password: a PHC string with salt and cost. */
export type PasswordHash = Brand<string, 'PasswordHash'>

/** In code points, after NFC. */
export const MIN_PASSWORD_LENGTH = 8
export const MAX_PASSWORD_LENGTH = 128

/** What a new password must differ from. */
export type PasswordContext = {
  /** The owner's address and nickname, as far as they are known. */
  readonly names: readonly string[]
  /** Whether it is one of the 10,000 most common passwords, given in lower case. */
  readonly isCommon: (password: string) => boolean
}

/**
 * Normalizes a password to NFC before it is compared or hashed, so that every keyboard types the same one. An overlong
 * one is left as it is.
 */
const normalizePassword = (raw: string): string => toNfc(raw, MAX_PASSWORD_LENGTH) ?? raw

const addressIn = (text: string): EmailAddress | null => parseEmailAddress(text).unwrapOr(null)

/** Whether the password is a name of its owner, in any case, or another spelling of the address. */
const isNameOfOwner = (password: string, names: readonly string[]): boolean => {
  const lower = password.toLowerCase()
  const address = addressIn(password)
  return names.some(
    (name) =>
      normalizePassword(name).toLowerCase() === lower ||
      (address !== null && addressIn(normalizePassword(name)) === address),
  )
}

/** 8 … 128 characters, neither the owner's address or nickname nor one of the commonest. */
export const parseNewPassword = (raw: unknown, context: PasswordContext): Parsed<Password> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  if (typeof raw !== 'string' || !raw.isWellFormed()) return err({ code: 'MALFORMED', expected: 'text' })
  const password = normalizePassword(raw)
  const length = lengthOf(password)
  if (length < MIN_PASSWORD_LENGTH) return err({ code: 'TOO_SHORT', minimum: MIN_PASSWORD_LENGTH })
  if (length > MAX_PASSWORD_LENGTH) return err({ code: 'TOO_LONG', maximum: MAX_PASSWORD_LENGTH })
  if (isNameOfOwner(password, context.names)) return err({ code: 'PASSWORD_NAMES_ITS_OWNER' })
  if (context.isCommon(password.toLowerCase())) return err({ code: 'PASSWORD_TOO_COMMON' })
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

/** A password that somebody logs in with. It may predate today's rules, so only its length is checked. */
export const parseSubmittedPassword = (raw: unknown): Parsed<Password> => {
  if (raw === undefined || raw === null || raw === '') return err({ code: 'REQUIRED' })
  // A lone surrogate would be hashed as U+FFFD, and so be the same password as another one.
  if (typeof raw !== 'string' || !raw.isWellFormed()) return err({ code: 'MALFORMED', expected: 'text' })
  const password = normalizePassword(raw)
  return lengthOf(password) > MAX_PASSWORD_LENGTH
    ? err({ code: 'TOO_LONG', maximum: MAX_PASSWORD_LENGTH })
    : ok(password as Password)
}
