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

/** A column's time in ms since 1970. */
export const msOf = (column: string): RawBuilder<number> =>
  // `date_part`, because `extract` computes with decimals, which takes longer than finding the row.
  sql`round(date_part('epoch', ${sql.ref(column)}) * 1000)`

type SortKey = number | string

/**
 * The sort order of a list and its cursor: by a key, then by id. Larger keys come first unless `smallestFirst` is set;
 * newer ids always come first.
 */
export type Order = {
  readonly column: string
  /** The cursor's key as SQL of the column's type. */
  readonly key: RawBuilder<unknown>
  readonly keyOf: (key: SortKey) => SortKey
  readonly smallestFirst?: true
}

const clamp = (number: number, lowest: number, highest: number): number =>
  Number.isNaN(number) ? lowest : Math.min(Math.max(Math.trunc(number), lowest), highest)

/** The cursor comes from a client, so its number is clamped to the range of an integer column. */
export const byNumber = (column: string): Order => ({
  column,
  key: sql`${parameter('key')}::int`,
  keyOf: (key) => clamp(Number(key), -MAX_INTEGER, MAX_INTEGER),
})

/** The same for times. */
export const byTime = (column: string): Order => ({
  column,
  key: sql`('epoch'::timestamptz + ${parameter('key')}::float8 * interval '1 ms')`,
  keyOf: (key) => clamp(Number(key), EARLIEST_MS, LATEST_MS),
})

/** Text in code point order. The key is cut at a NUL, which PostgreSQL cannot store. */
export const byWord = (column: string): Order => ({
  column,
  key: sql`${parameter('key')}::text`,
  keyOf: (key) => String(key).split('\0')[0]!.toWellFormed(),
  smallestFirst: true,
})

/** The clauses that read a page plus one row; backwards for the rows before a cursor. */
export type PageSql = {
  readonly cursorCondition: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly limit: RawBuilder<unknown>
}

/** The part of a page request that determines the SQL text; the values come from {@link pageValues}. */
export type PageShape = {
  readonly from: Cursor['direction'] | 'start'
  readonly hasDefaultSize: boolean
}

export const FIRST_PAGE: PageShape = { from: 'start', hasDefaultSize: true }

export const pageShape = ({ size, cursor }: PageRequest<SortKey>): PageShape => ({
  from: cursor?.direction ?? 'start',
  hasDefaultSize: size === DEFAULT_PAGE_SIZE,
})

export const pageValues = (order: Order, { size, cursor }: PageRequest<SortKey>) => ({
  rows: size + 1,
  key: cursor === null ? null : order.keyOf(cursor.key),
  id: cursor === null ? null : clamp(cursor.id, 0, MAX_INTEGER),
})

export const pageSql = (order: Order, table: string, { from, hasDefaultSize }: PageShape): PageSql => {
  const isAscending = (order.smallestFirst === true) !== (from === 'before')
  const key = sql.ref(`${table}.${order.column}`)
  // For ascending keys the id is negated: newer ids still come first, and one row comparison covers both.
  const sign = order.smallestFirst === true ? sql`-` : sql``
  const id = sql`${sign} ${sql.ref(`${table}.id`)}`
  const direction = isAscending ? sql`asc` : sql`desc`
  const comparison = isAscending ? sql`>` : sql`<`
  return {
    cursorCondition:
      from === 'start' ? sql`true` : sql`(${key}, ${id}) ${comparison} (${order.key}, ${sign} ${parameter('id')}::int)`,
    order: sql`order by ${key} ${direction}, ${id} ${direction}`,
    // A literal limit lets PostgreSQL reuse one plan for all pages of the default size.
    limit: hasDefaultSize ? sql`limit ${sql.lit(DEFAULT_PAGE_SIZE + 1)}` : sql`limit ${parameter('rows')}`,
  }
}

export const authorOf = (id: number, nickname: string, picture: string | null): AuthorView => ({
  id: id as UserId,
  nickname: nickname as Nickname,
  picture: picture as MediaPath | null,
})
