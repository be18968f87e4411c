import { err, ok } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { toNfc } from '../shared/text.ts'
import { toAsciiDomain } from './international-domain.ts'

/**
 * A mailbox in lower case: ASCII, as HTML's `input type=email` allows, at most 254 characters with a dot in its domain. An
 * international domain is kept as its A-labels (RFC 5890, 2.3.2.1).
 */
export type EmailAddress = Brand<string, 'EmailAddress'>

/** RFC 5321, errata 1690. */
export const MAX_EMAIL_ADDRESS_LENGTH = 254
const MAX_LOCAL_PART_LENGTH = 64
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
/** The last label has a letter, or it would be an IPv4 address (RFC 3696, 2). */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+(?!\\d+$)${LABEL}$`)

/** Parses an address as typed: trimmed, in lower case, with the ASCII form of an international domain. */
export const parseEmailAddress = (raw: unknown): Parsed<EmailAddress> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  const malformed = err({ code: 'MALFORMED', expected: 'an e-mail address' } as const)
  const tooLong = err({ code: 'TOO_LONG', maximum: MAX_EMAIL_ADDRESS_LENGTH } as const)
  if (typeof raw !== 'string') return malformed
  const typed = raw.trim()
  if (typed === '') return err({ code: 'REQUIRED' })
  // The ASCII form has at least as many characters as the NFC form.
  if (toNfc(typed, MAX_EMAIL_ADDRESS_LENGTH) === null) return tooLong
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, at)
  if (at < 1 || local.length > MAX_LOCAL_PART_LENGTH || /[^\x21-\x7e]/.test(local)) return malformed
  const domain = toAsciiDomain(typed.slice(at + 1))
  if (domain === null) return malformed
  const address = `${local}@${domain}`.toLowerCase()
  if (address.length > MAX_EMAIL_ADDRESS_LENGTH) return tooLong
  return LOCAL_PART.test(address.slice(0, at)) && DOMAIN.test(domain) ? ok(address as EmailAddress) : malformed
}
