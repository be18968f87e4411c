import { type RawBuilder, sql } from 'kysely'
import type { AuthorView } from '#application/account/user-view.ts'
import { type Cursor, DEFAULT_PAGE, type PageRequest } from '#application/shared/page.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'

const LARGEST_INTEGER = 2_147_483_647
const EARLIEST_MS = -200_000_000_000_000
const LATEST_MS = 8_000_000_000_000_000

/** A column's moment in ms since 1970. */
export const msOf = (column: string): RawBuilder<number> =>
  // Not `extract`: it counts in decimals, which takes longer than to find the row.
  sql`round(date_part('epoch', ${sql.ref(column)}) * 1000)`

/** A cursor of any list. */
type AnyCursor = Cursor<number | string>

/**
 * What `order by` and a cursor compare: a key, and the id where keys are equal. The larger comes first, unless it says
 * otherwise; the newer id does in either case.
 */
export type Order = {
  readonly column: string
  readonly keyOf: (cursor: AnyCursor) => RawBuilder<unknown>
  readonly smallestFirst?: true
}

const within = (number: number, lowest: number, highest: number): number =>
  Number.isNaN(number) ? lowest : Math.min(Math.max(Math.trunc(number), lowest), highest)

/** A cursor comes from a client: a number that no column of integers can hold is the nearest one that it can. */
export const byNumber = (column: string): Order => ({
  column,
  keyOf: ({ key }) => sql`${within(Number(key), -LARGEST_INTEGER, LARGEST_INTEGER)}::int`,
})

/** Likewise for moments. */
export const byTime = (column: string): Order => ({
  column,
  keyOf: ({ key }) =>
    sql`('epoch'::timestamptz + ${within(Number(key), EARLIEST_MS, LATEST_MS)}::float8 * interval '1 ms')`,
})

/** Words in the order of their characters' code points. A NUL, which no column holds, ends a word. */
export const byWord = (column: string): Order => ({
  column,
  keyOf: ({ key }) => sql`${String(key).split('\0')[0]!.toWellFormed()}::text`,
  smallestFirst: true,
})

/** The parts of a statement that reads a page, backwards for the rows before a cursor, and one row more. */
export type PageSql = {
  readonly within: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly limit: RawBuilder<unknown>
}

export const pageSql = (order: Order, table: string, { size, cursor }: PageRequest<number | string>): PageSql => {
  const isAscending = (order.smallestFirst === true) !== (cursor?.direction === 'before')
  const key = sql.ref(`${table}.${order.column}`)
  // Negated, the newer id comes first also where the smaller key does, and one comparison of rows does for both.
  const sign = order.smallestFirst === true ? sql`-` : sql``
  const id = sql`${sign} ${sql.ref(`${table}.id`)}`
  const direction = isAscending ? sql`asc` : sql`desc`
  const comparison = isAscending ? sql`>` : sql`<`
  return {
    within:
      cursor === null
        ? sql`true`
        : sql`(${key}, ${id}) ${comparison} (${order.keyOf(cursor)}, ${sign} ${within(cursor.id, 0, LARGEST_INTEGER)}::int)`,
    order: sql`order by ${key} ${direction}, ${id} ${direction}`,
    // Said outright, the size lets one plan do for every page that is asked for without a word about it.
    limit: size === DEFAULT_PAGE ? sql`limit ${sql.lit(size + 1)}` : sql`limit ${size + 1}`,
  }
}

export const authorOf = (id: number, nickname: string, picture: string | null): AuthorView => ({
  id: id as UserId,
  nickname: nickname as Nickname,
  picture: picture as MediaPath | null,
})
