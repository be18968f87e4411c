import { type RawBuilder, sql } from 'kysely'
import type { PageRequest } from '#application/shared/page.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import { parameter } from './reads.ts'
import { type Order, type PageShape, pageShape, type PageSql, pageValues } from './view-sql.ts'

/** A bit for each word, as the columns `word_bits` have them; a new word takes a new bit, and a migration. */
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

/** What a list is narrowed to: any of these instruments, and any of these genres; none given is no filter. */
export type WordFilter = { readonly instruments: readonly Instrument[]; readonly genres: readonly Genre[] }

/** What makes the text of a narrowed list's statement; the rest are {@link filterValues}. */
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

/** A list as somebody asks for it. */
type ListRequest<OrderName> = WordFilter & {
  readonly order: OrderName
  readonly page: PageRequest<number | string>
}

/** What makes the text of a list's statement; the rest are {@link listValues}. */
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

/** What is listed: its table under its alias, where the sets of its words are, and which of its rows are listed at all. */
export type Listed = {
  readonly table: 'posts' | 'users'
  readonly alias: 'p' | 'u'
  readonly sets: 'post_word_sets' | 'user_word_sets'
  readonly condition: RawBuilder<unknown>
}

const anyOf = (kind: keyof WordFilter, isAsked: boolean): RawBuilder<unknown> =>
  isAsked ? sql`s.word_bits & ${parameter(kind)}::int <> 0` : sql`true`

/**
 * The rows of one page, in no promised order. Rows with the same words lie together in the index of an order, and there
 * are few different sets of words: the beginning of each set that fits the filter is read, and the best of those
 * beginnings make the page. So a word, or a pair of words, that hardly a row has costs no more than one that half of them
 * have, and as much among a thousand rows as among a million.
 */
export const listed = (
  { table, alias, sets, condition }: Listed,
  key: string,
  { byInstrument, byGenre }: FilterShape,
  { within, order, limit }: PageSql,
): RawBuilder<unknown> => {
  const from = sql`${sql.table(table)} ${sql.ref(alias)}`
  if (!byInstrument && !byGenre)
    return sql`select ${sql.ref(alias)}.* from ${from} where ${condition} and ${within} ${order} ${limit}`
  const [id, column] = [sql.ref(`${alias}.id`), sql.ref(`${alias}.${key}`)]
  return sql`
    select ${sql.ref(alias)}.* from (
      select ${id} from ${sql.table(sets)} s
      cross join lateral (
        select ${id}, ${column} from ${from}
        where ${sql.ref(`${alias}.word_bits`)} = s.word_bits and ${condition} and ${within} ${order} ${limit}
      ) ${sql.ref(alias)}
      where ${anyOf('instruments', byInstrument)} and ${anyOf('genres', byGenre)} ${order} ${limit}
    ) best
    join ${from} on ${id} = best.id`
}
