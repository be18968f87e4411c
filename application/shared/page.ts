import { err, ok } from 'neverthrow'
import type { Parsed } from '#domain/shared/fields.ts'

/**
 * A position in an ordered list: just after, or just before, the row with this sort key and id, whether or not that row
 * still exists. Among equal keys the higher id comes first.
 */
export type Cursor<Key extends number | string = number> = {
  readonly direction: 'after' | 'before'
  readonly key: Key
  readonly id: number
}

/** Which page of an ordered list is requested. */
export type PageRequest<Key extends number | string = number> = {
  /** Rows per page, 1 … {@link MAX_PAGE_SIZE}. */
  readonly size: number
  /** `null`: the first page. */
  readonly cursor: Cursor<Key> | null
}

/**
 * `next` and `previous` are `null` at the ends of the list. A page whose rows were all removed meanwhile still leads
 * back.
 */
export type Page<Row, Key extends number | string = number> = {
  readonly rows: readonly Row[]
  readonly next: Cursor<Key> | null
  readonly previous: Cursor<Key> | null
}

/** Rows per page by default, and at most. */
export const DEFAULT_PAGE_SIZE = 10
export const MAX_PAGE_SIZE = 100

/** The page size, from a number or its digits; a larger one counts as the maximum. */
export const parsePageSize = (raw: unknown): Parsed<number> => {
  if (raw === undefined) return ok(DEFAULT_PAGE_SIZE)
  const size = typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw
  return typeof size === 'number' && Number.isInteger(size) && size >= 1
    ? ok(Math.min(size, MAX_PAGE_SIZE))
    : err({ code: 'MALFORMED', expected: 'a positive whole number' })
}

/** The cursor back to the page this one was reached from. */
const backFrom = <Key extends number | string>({ direction, key, id }: Cursor<Key>): Cursor<Key> =>
  direction === 'after' ? { direction: 'before', key, id: id - 1 } : { direction: 'after', key, id: id + 1 }

/** The page made of rows that were read with one extra, in reading order: backwards for a page before its cursor. */
export const pageOf = <Row, Key extends number | string = number>(
  read: readonly Row[],
  request: PageRequest<Key>,
  placeOf: (row: Row) => Pick<Cursor<Key>, 'key' | 'id'>,
): Page<Row, Key> => {
  const backwards = request.cursor?.direction === 'before'
  const kept = read.slice(0, request.size)
  const rows = backwards ? kept.toReversed() : kept
  const more = read.length > request.size
  const first = rows[0]
  const last = rows.at(-1)
  if (first === undefined || last === undefined) {
    const back = request.cursor === null ? null : backFrom(request.cursor)
    return { rows, next: backwards ? back : null, previous: backwards ? null : back }
  }
  const hasNext = backwards || more
  const hasPrevious = backwards ? more : request.cursor !== null
  return {
    rows,
    next: hasNext ? { direction: 'after', ...placeOf(last) } : null,
    previous: hasPrevious ? { direction: 'before', ...placeOf(first) } : null,
  }
}
