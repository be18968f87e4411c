import { type RawBuilder, sql } from 'kysely'
import type { PageRequest } from '#application/shared/page.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import { parameter } from './reads.ts'
import { type Order, type PageShape, pageShape, type PageSql, pageValues } from './view-sql.ts'

/** The bit of each word in the columns `word_bits`. A new word needs a new bit and a migration. */
const BITS: Readonly<Record<Instrument | Genre, number>> = {
  Vocal: 1 << 0,
  Guitar: 1 << 1,
  Bass: 1 << 2,
  Drums: 1 << 3,
  Keyboard: 1 << 4,
  Other: 1 << 5,
  Pop: 1 << 16,
  Rock: 1 << 17,
  Jazz: 1 << 18,
  HipHop: 1 << 19,
  Electronic: 1 << 20,
  Classic: 1 << 21,
  Others: 1 << 22,
}

/** Any of these instruments, and any of these genres. An empty list is no filter. */
export type WordFilter = { readonly instruments: readonly Instrument[]; readonly genres: readonly Genre[] }

/** The part of a filter that determines the SQL text; the values come from {@link filterValues}. */
export type FilterShape = { readonly byInstrument: boolean; readonly byGenre: boolean }

export const NO_FILTER: FilterShape = { byInstrument: false, byGenre: false }

export const filterShape = ({ instruments, genres }: WordFilter): FilterShape => ({
  byInstrument: instruments.length > 0,
  byGenre: genres.length > 0,
})

const bitsOf = (words: readonly (Instrument | Genre)[]): number => words.reduce((bits, word) => bits | BITS[word], 0)

export const filterValues = ({ instruments, genres }: WordFilter) => ({
  instruments: bitsOf(instruments),
  genres: bitsOf(genres),
})

/** A list request. */
type ListRequest<OrderName> = WordFilter & {
  readonly order: OrderName
  readonly page: PageRequest<number | string>
}

/** The part of a list request that determines the SQL text; the values come from {@link listValues}. */
export type ListShape<OrderName> = {
  readonly order: OrderName
  readonly filter: FilterShape
  readonly page: PageShape
}

export const listShape = <OrderName>({ order, page, ...filter }: ListRequest<OrderName>): ListShape<OrderName> => ({
  order,
  filter: filterShape(filter),
  page: pageShape(page),
})

export const listValues = (by: Order, { page, ...filter }: ListRequest<unknown>) => ({
  ...filterValues(filter),
  ...pageValues(by, page),
})

/** What a list reads from: its table and alias, the table of its word sets, and the condition for all its rows. */
export type ListSource = {
  readonly table: 'posts' | 'users'
  readonly alias: 'p' | 'u'
  readonly sets: 'post_word_sets' | 'user_word_sets'
  readonly condition: RawBuilder<unknown>
}

const anyOf = (kind: keyof WordFilter, isFiltered: boolean): RawBuilder<unknown> =>
  isFiltered ? sql`s.word_bits & ${parameter(kind)}::int <> 0` : sql`true`

/**
 * The rows of one page, in no particular order. Each order has an index that groups the rows by their set of words, and
 * there are few distinct sets: we read the first rows of each matching set and keep the best of all. So the cost does
 * not depend on how common a word or a pair of words is, nor on the number of rows.
 */
export const listRows = (
  { table, alias, sets, condition }: ListSource,
  key: string,
  { byInstrument, byGenre }: FilterShape,
  { cursorCondition, order, limit }: PageSql,
): RawBuilder<unknown> => {
  const from = sql`${sql.table(table)} ${sql.ref(alias)}`
  if (!byInstrument && !byGenre)
    return sql`select ${sql.ref(alias)}.* from ${from} where ${condition} and ${cursorCondition} ${order} ${limit}`
  const [id, column] = [sql.ref(`${alias}.id`), sql.ref(`${alias}.${key}`)]
  return sql`
    select ${sql.ref(alias)}.* from (
      select ${id} from ${sql.table(sets)} s
      cross join lateral (
        select ${id}, ${column} from ${from}
        where ${sql.ref(`${alias}.word_bits`)} = s.word_bits and ${condition} and ${cursorCondition} ${order} ${limit}
      ) ${sql.ref(alias)}
      where ${anyOf('instruments', byInstrument)} and ${anyOf('genres', byGenre)} ${order} ${limit}
    ) best
    join ${from} on ${id} = best.id`
}
