import { type RawBuilder, sql } from 'kysely'
import type { AuthorView } from '#application/account/author-view.ts'
import { type Cursor, DEFAULT_PAGE_SIZE, type PageRequest } from '#application/shared/page.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { parameter } from './reads.ts'

const MAX_INTEGER = 2_147_483_647
const EARLIEST_MS = -200_000_000_000_000
const LATEST_MS = 8_000_000_000_000_000

/** A column's moment in ms since 1970. */
export const msOf = (column: string): RawBuilder<number> =>
  // Not `extract`: it counts in decimals, which takes longer than to find the row.
  sql`round(date_part('epoch', ${sql.ref(column)}) * 1000)`

type SortKey = number | string

/**
 * What `order by` and a cursor compare: a key, and the id where keys are equal. The larger comes first, unless it says
 * otherwise; the newer id does in either case.
 */
export type Order = {
  readonly column: string
  /** The key of a cursor, as the column has it, out of the given `key`. */
  readonly key: RawBuilder<unknown>
  readonly keyOf: (key: SortKey) => SortKey
  readonly smallestFirst?: true
}

const within = (number: number, lowest: number, highest: number): number =>
  Number.isNaN(number) ? lowest : Math.min(Math.max(Math.trunc(number), lowest), highest)

/** A cursor comes from a client: a number that no column of integers can hold is the nearest one that it can. */
export const byNumber = (column: string): Order => ({
  column,
  key: sql`${parameter('key')}::int`,
  keyOf: (key) => within(Number(key), -MAX_INTEGER, MAX_INTEGER),
})

/** Likewise for moments. */
export const byTime = (column: string): Order => ({
  column,
  key: sql`('epoch'::timestamptz + ${parameter('key')}::float8 * interval '1 ms')`,
  keyOf: (key) => within(Number(key), EARLIEST_MS, LATEST_MS),
})

/** Words in the order of their characters' code points. A NUL, which no column holds, ends a word. */
export const byWord = (column: string): Order => ({
  column,
  key: sql`${parameter('key')}::text`,
  keyOf: (key) => String(key).split('\0')[0]!.toWellFormed(),
  smallestFirst: true,
})

/** The parts of a statement that reads a page, backwards for the rows before a cursor, and one row more. */
export type PageSql = {
  readonly within: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly limit: RawBuilder<unknown>
}

/** What makes the text of a page's statement; the rest are {@link pageValues}. */
export type PageShape = {
  readonly from: Cursor['direction'] | 'the first'
  readonly isOfUsualSize: boolean
}

export const FIRST_PAGE: PageShape = { from: 'the first', isOfUsualSize: true }

export const pageShape = ({ size, cursor }: PageRequest<SortKey>): PageShape => ({
  from: cursor?.direction ?? 'the first',
  isOfUsualSize: size === DEFAULT_PAGE_SIZE,
})

export const pageValues = (order: Order, { size, cursor }: PageRequest<SortKey>) => ({
  rows: size + 1,
  key: cursor === null ? null : order.keyOf(cursor.key),
  id: cursor === null ? null : within(cursor.id, 0, MAX_INTEGER),
})

export const pageSql = (order: Order, table: string, { from, isOfUsualSize }: PageShape): PageSql => {
  const isAscending = (order.smallestFirst === true) !== (from === 'before')
  const key = sql.ref(`${table}.${order.column}`)
  // Negated, the newer id comes first also where the smaller key does, and one comparison of rows does for both.
  const sign = order.smallestFirst === true ? sql`-` : sql``
  const id = sql`${sign} ${sql.ref(`${table}.id`)}`
  const direction = isAscending ? sql`asc` : sql`desc`
  const comparison = isAscending ? sql`>` : sql`<`
  return {
    within:
      from === 'the first'
        ? sql`true`
        : sql`(${key}, ${id}) ${comparison} (${order.key}, ${sign} ${parameter('id')}::int)`,
    order: sql`order by ${key} ${direction}, ${id} ${direction}`,
    // Said outright, the size lets one plan do for every page that is asked for without a word about it.
    limit: isOfUsualSize ? sql`limit ${sql.lit(DEFAULT_PAGE_SIZE + 1)}` : sql`limit ${parameter('rows')}`,
  }
}

export const authorOf = (id: number, nickname: string, picture: string | null): AuthorView => ({
  id: id as UserId,
  nickname: nickname as Nickname,
  picture: picture as MediaPath | null,
})
