import { err, ok } from 'neverthrow'
import type { Fault, Parsed } from '#domain/shared/fields.ts'
import { type Genre, type Instrument, parseGenres, parseInstruments } from '#domain/track/vocabulary.ts'

const MAX_WORD_SHOWN = 40
const NO_TEXT: Fault = { code: 'MALFORMED', expected: 'text' }

/** One of the orders a list knows; nothing given is the first of them. */
export const parseOrder = <Order extends string>(raw: unknown, orders: readonly [Order, ...Order[]]): Parsed<Order> => {
  if (raw === undefined || raw === '') return ok(orders[0])
  if (typeof raw !== 'string') return err(NO_TEXT)
  const order = orders.find((one) => one === raw)
  const word = raw.slice(0, MAX_WORD_SHOWN).toWellFormed()
  return order === undefined ? err({ code: 'UNKNOWN_WORD', word, allowed: orders }) : ok(order)
}

const noFilter = (raw: unknown): boolean => raw === undefined || raw === ''

/** The instruments a list is narrowed to; nothing given is no filter. */
export const parseInstrumentFilter = (raw: unknown): Parsed<readonly Instrument[]> =>
  noFilter(raw) ? ok([]) : parseInstruments(raw)

/** The genres a list is narrowed to; nothing given is no filter. */
export const parseGenreFilter = (raw: unknown): Parsed<readonly Genre[]> => (noFilter(raw) ? ok([]) : parseGenres(raw))
