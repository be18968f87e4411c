import { err, ok } from 'neverthrow'
import { type Fault, type Parsed, parseForm } from '#domain/shared/fields.ts'
import { type Genre, type Instrument, parseGenres, parseInstruments, type Words } from '#domain/track/vocabulary.ts'
import { parsePageSize } from './page.ts'

const MAX_WORD_SHOWN = 40
const NO_TEXT: Fault = { code: 'MALFORMED', expected: 'text' }

/** One of the orders of a list; the first one by default. */
const parseOrder = <Order extends string>(raw: unknown, orders: readonly [Order, ...Order[]]): Parsed<Order> => {
  if (raw === undefined || raw === '') return ok(orders[0])
  if (typeof raw !== 'string') return err(NO_TEXT)
  const order = orders.find((one) => one === raw)
  const word = raw.slice(0, MAX_WORD_SHOWN).toWellFormed()
  return order === undefined ? err({ code: 'UNKNOWN_WORD', word, allowed: orders }) : ok(order)
}

const noFilter = (raw: unknown): boolean => raw === undefined || raw === ''

/** The instruments to filter a list by; no filter by default. */
const parseInstrumentFilter = (raw: unknown): Parsed<readonly Instrument[]> =>
  noFilter(raw) ? ok([]) : parseInstruments(raw)

/** The genres to filter a list by; no filter by default. */
const parseGenreFilter = (raw: unknown): Parsed<readonly Genre[]> => (noFilter(raw) ? ok([]) : parseGenres(raw))

/** How a list of posts or users is filtered, ordered and paged. Every field is optional. */
export type ListForm<Order extends string> = {
  readonly order?: Order
  readonly instruments?: Words
  readonly genres?: Words
  /** 1 … `MAX_PAGE_SIZE`; a larger number counts as that. */
  readonly pageSize?: number
}

/** The fields of such a list, or what is wrong with each. */
export const parseListForm = <Order extends string>(form: ListForm<Order>, orders: readonly [Order, ...Order[]]) =>
  parseForm({
    order: parseOrder(form.order, orders),
    instruments: parseInstrumentFilter(form.instruments),
    genres: parseGenreFilter(form.genres),
    pageSize: parsePageSize(form.pageSize),
  }).map(({ pageSize: size, ...rest }) => ({ ...rest, size }))
