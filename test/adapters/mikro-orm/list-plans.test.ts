import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { USER_ORDERS } from '#application/account/user-view.ts'
import { POST_ORDERS } from '#application/post/ports.ts'
import { parseKeyword } from '#application/search/search.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Cursor } from '#application/shared/page.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { fillLists, LIST_ROWS } from '#test/databases/fill-lists.ts'
import { type FreshDatabase, freshDatabase, freshPglite } from '#test/databases/fresh.ts'
import { type Asked, recorded, type RecordedPglite } from '#test/databases/recorded-pglite.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'

/** Far below the rows of the smallest table that is listed. */
const MOST_READ = 5_000

/** Numbers for sets of words, and changes of counts: hundreds, however many rows there are. */
const ALWAYS_SMALL = ['post_word_sets', 'user_word_sets', 'word_counts']

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Plan[]
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** What each scan of a table is, and how many rows it read. */
const scansOf = (plan: Plan) =>
  nodesOf(plan).flatMap((node) => {
    const table = node['Relation Name']
    if (table === undefined || ALWAYS_SMALL.includes(table)) return []
    const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
    return [{ table, how: node['Node Type'], read: (node['Actual Rows'] + removed) * node['Actual Loops'] }]
  })

const pagesFrom = <Key extends number | string>(key: Key): readonly (Cursor<Key> | null)[] => [
  null,
  { direction: 'after', key, id: LIST_ROWS / 2 },
  { direction: 'before', key, id: LIST_ROWS / 2 },
]

const FILTERS = [
  { instruments: [], genres: [] },
  { instruments: ['Guitar'], genres: [] },
  { instruments: [], genres: ['Jazz'] },
  { instruments: ['Drums', 'Vocal', 'Bass'], genres: ['Jazz', 'Pop'] },
  // One row in a hundred has it, then one in two hundred, then none.
  { instruments: ['Other'], genres: [] },
  { instruments: ['Other'], genres: ['Classic'] },
  { instruments: ['Keyboard'], genres: ['Others'] },
] as const

type Ask = (database: MikroOrmDatabase) => Outcome<unknown>

const named = (
  what: string,
  { instruments, genres }: (typeof FILTERS)[number],
  cursor: Cursor<number | string> | null,
) =>
  `${what} of ${[...instruments, ...genres].join('+') || 'all'}, ${cursor === null ? 'from the first' : cursor.direction}`

const keyOf = (order: string): number | string => {
  if (order === 'nickname') return 'user 5'
  return order === 'newest' ? Date.UTC(2026, 5, 1) : 40
}

const LISTS: readonly (readonly [name: string, ask: Ask])[] = [
  ...POST_ORDERS.flatMap((order) =>
    FILTERS.flatMap((filter) =>
      pagesFrom(Number(keyOf(order))).map((cursor): readonly [string, Ask] => [
        named(`posts by ${order}`, filter, cursor),
        ({ posts }) => posts.list({ order, ...filter, page: { size: 10, cursor } }),
      ]),
    ),
  ),
  ...USER_ORDERS.flatMap((order) =>
    FILTERS.flatMap((filter) =>
      pagesFrom(keyOf(order)).map((cursor): readonly [string, Ask] => [
        named(`users by ${order}`, filter, cursor),
        ({ users }) => users.list({ order, ...filter, page: { size: 10, cursor } }),
      ]),
    ),
  ),
  ...pagesFrom(Date.UTC(2026, 5, 1)).map((cursor): readonly [string, Ask] => [
    `comments of a post, ${cursor?.direction ?? 'from the first'}`,
    ({ comments }) => comments.ofPost(1 as PostId, { size: 10, cursor }),
  ]),
  ...(['inbox', 'sent'] as const).map((mailbox): readonly [string, Ask] => [
    `messages: ${mailbox}`,
    ({ messages }) => messages.list(mailbox, 1 as UserId, { size: 10, cursor: null }),
  ]),
  ['home', ({ home }) => home.home()],
  ['home of a genre', ({ home }) => home.ofWord({ kind: 'genre', word: 'Rock' })],
  ['home of a rare instrument', ({ home }) => home.ofWord({ kind: 'instrument', word: 'Other' })],
  ...['s', 'song 1', '봄', '잊', '잊힌', 'nowhere', '1999', '%'].map((keyword): readonly [string, Ask] => [
    `search for ${keyword}`,
    ({ search }) => search.search(parseKeyword(keyword)._unsafeUnwrap()),
  ]),
]

/** What the adapter asks is heard on a PGlite, and explained where there are many rows. */
describe('Every list on a full PostgreSQL', () => {
  let fresh: FreshDatabase
  let statements: Statements
  let pglite: PGlite
  let heard: RecordedPglite
  let database: MikroOrmDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
    statements = await statementsOn(fresh.url)
    await fillLists(statements, LIST_ROWS)
    pglite = await freshPglite()
    heard = recorded(pglite)
    database = await valueOf(openDatabase(heard))
    // Whatever is asked once a connection is over with.
    await valueOf(database.ping())
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await pglite.close()
    await statements.close()
    await fresh.drop()
  })

  const explained = async ({ statement, parameters }: Asked): Promise<Plan> => {
    const [row] = await statements.ask<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      `explain (analyze, format json) ${statement}`,
      parameters,
    )
    return row!['QUERY PLAN'][0]!.Plan
  }

  it.each(LISTS)('%s is one statement, scans no table, and reads few rows', async (_, ask) => {
    const asked = await heard.during(() => valueOf(ask(database)))
    expect(asked).toHaveLength(1)
    const scans = scansOf(await explained(asked[0]!))
    expect(scans.filter(({ how }) => how === 'Seq Scan')).toEqual([])
    expect(scans.filter(({ read }) => read > MOST_READ)).toEqual([])
  })

  it('these checks see a list that reads its table from end to end, by an index too', async () => {
    const whole = { statement: 'select count(title) from posts', parameters: [] }
    expect(scansOf(await explained(whole))).toEqual([{ table: 'posts', how: 'Seq Scan', read: LIST_ROWS }])
    const walked = {
      statement: `select id from posts where title = 'none' order by created_at desc limit 10`,
      parameters: [],
    }
    expect(scansOf(await explained(walked))).toMatchObject([{ table: 'posts', read: LIST_ROWS }])
  })
})
