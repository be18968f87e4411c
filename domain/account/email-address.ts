import { err, ok } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'

/** A mailbox in lower case: ASCII, as HTML's `input type=email` allows, at most 254 characters with a dot in its domain. */
export type EmailAddress = Brand<string, 'EmailAddress'>

/** RFC 5321, errata 1690. */
export const MAX_EMAIL_ADDRESS_LENGTH = 254
const MAX_LOCAL_PART_LENGTH = 64
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
/** The last label has a letter, or it would be an IPv4 address (RFC 3696, 2). */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+(?!\\d+$)${LABEL}$`)

/** An address as a person types it; spaces around it are cut off and case is not kept. */
export const parseEmailAddress = (raw: unknown): Parsed<EmailAddress> => {
  if (raw === undefined || raw === null) return err({ code: 'REQUIRED' })
  const malformed = err({ code: 'MALFORMED', expected: 'an e-mail address' } as const)
  if (typeof raw !== 'string') return malformed
  const address = raw.trim()
  if (address === '') return err({ code: 'REQUIRED' })
  if (address.length > MAX_EMAIL_ADDRESS_LENGTH) return err({ code: 'TOO_LONG', maximum: MAX_EMAIL_ADDRESS_LENGTH })
  if (/[^\x21-\x7e]/.test(address)) return malformed
  const lower = address.toLowerCase()
  const at = lower.lastIndexOf('@')
  const local = lower.slice(0, at)
  const known =
    at > 0 && local.length <= MAX_LOCAL_PART_LENGTH && LOCAL_PART.test(local) && DOMAIN.test(lower.slice(at + 1))
  return known ? ok(lower as EmailAddress) : malformed
}
