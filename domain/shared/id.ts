import { err, ok } from 'neverthrow'
import type { Brand } from './brand.ts'
import type { Parsed } from './fields.ts'

/** A positive integer up to 2³¹ − 1, unique among its kind. */
export type Id<Kind extends string> = Brand<number, Kind>
export type UserId = Id<'UserId'>
export type PostId = Id<'PostId'>
export type CommentId = Id<'CommentId'>
export type SessionId = Id<'SessionId'>
export type ChangeId = Id<'ChangeId'>
export type MailId = Id<'MailId'>
export type MessageId = Id<'MessageId'>
export type ProposalId = Id<'ProposalId'>

/** The largest id there can be. */
export const MAX_ID = 2_147_483_647

/** Parses an id from a number or its decimal digits. */
export const parseId = <Kind extends string>(raw: unknown): Parsed<Id<Kind>> => {
  const number = typeof raw === 'string' && /^\d{1,10}$/.test(raw.trim()) ? Number(raw) : raw
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= MAX_ID
    ? ok(number as Id<Kind>)
    : err({ code: 'MALFORMED', expected: 'a positive whole number' })
}
