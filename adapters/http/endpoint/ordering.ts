import { err, ok, type Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { UserOrder } from '#application/account/user-view.ts'
import type { PostOrder } from '#application/post/ports.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'

/** The values of `ordering` for each list. A minus means descending. */
export const POST_ORDERINGS = {
  '-created_date': 'newest',
  '-num_liked': 'mostLiked',
  '-num_comments': 'mostCommented',
} as const satisfies Readonly<Record<string, PostOrder>>

export const USER_ORDERINGS = {
  '-total_liked': 'mostLiked',
  '-num_followers': 'mostFollowed',
  nickname: 'nickname',
} as const satisfies Readonly<Record<string, UserOrder>>

const MAX_WORD_SHOWN = 40

/** What the word in this parameter stands for; `undefined` if it is left out or empty. */
export const readWord = <Meaning>(
  field: string,
  raw: unknown,
  words: Readonly<Record<string, Meaning>>,
): Result<Meaning | undefined, InvalidFields> => {
  if (raw === undefined || raw === '') return ok(undefined)
  if (typeof raw !== 'string') return err(invalidFields({ field, code: 'MALFORMED', expected: 'text' }))
  const meaning = Object.hasOwn(words, raw) ? words[raw] : undefined
  const word = raw.slice(0, MAX_WORD_SHOWN).toWellFormed()
  return meaning === undefined
    ? err(invalidFields({ field, code: 'UNKNOWN_WORD', word, allowed: Object.keys(words) }))
    : ok(meaning)
}

/** The order that `ordering` names; the list's default if it is left out or empty. */
export const readOrdering = <Order extends string>(
  raw: unknown,
  orderings: Readonly<Record<string, Order>>,
): Result<Order | undefined, InvalidFields> => readWord('ordering', raw, orderings)

/** `ordering` in the document. */
export const orderingSchema = (orderings: object) =>
  z
    .unknown()
    .optional()
    .openapi({ type: 'string', enum: Object.keys(orderings) })
