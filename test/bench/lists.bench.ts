/**
 * `npm run bench:lists -- [few] [many] [rounds] [all]`: how long each list takes where there are many posts and users, beside
 * a database with few of them, on one PostgreSQL and in turns. One line a list, then all ratios as JSON. With `all` there are
 * comments, messages and names to be found too, which takes minutes to fill, and their lists and searches are timed.
 */
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { USER_ORDERS } from '#application/account/user-view.ts'
import { POST_ORDERS } from '#application/post/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { parseKeyword } from '#application/search/search.ts'
import type { Cursor } from '#application/shared/page.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { fillLists } from '#test/databases/fill-lists.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { quantile } from './figures.ts'

const MOST_SLOWER = 1.2
/** So often a list is measured before it counts as slower. */
const TIMES = 3
const [few = 10_000, many = 1_000_000, rounds = 200] = process.argv.slice(2, 5).map(Number)
const isAll = process.argv[5] === 'all'

const FILTERS = [
  { instruments: [], genres: [] },
  { instruments: ['Guitar'], genres: [] },
  { instruments: [], genres: ['Jazz'] },
  { instruments: ['Guitar', 'Bass'], genres: ['Jazz', 'Pop'] },
  { instruments: ['Other'], genres: [] },
  { instruments: ['Other'], genres: ['Classic'] },
  { instruments: ['Keyboard'], genres: ['Others'] },
] as const

type Ask = (database: MikroOrmDatabase, rows: number) => Outcome<unknown>

const cursorIn = <Key extends number | string>(where: 'first' | 'middle', key: Key, rows: number): Cursor<Key> | null =>
  where === 'first' ? null : { direction: 'after', key, id: rows / 2 }

type Named = readonly [name: string, ask: Ask]

/** In the middle of what `fillLists` gives to the first post and user. */
const AMONG_THE_FIRST = { direction: 'after', key: Date.UTC(2026, 6, 1) + 500_000, id: 1 } as const

const AROUND: readonly Named[] = [
  ...[null, AMONG_THE_FIRST].flatMap((cursor): readonly Named[] => [
    [
      `comments ${cursor === null ? 'first' : 'middle'}`,
      ({ comments }) => comments.ofPost(1 as PostId, { size: 10, cursor }),
    ],
    ...(['inbox', 'sent'] as const).map((mailbox): Named => [
      `messages ${mailbox} ${cursor === null ? 'first' : 'middle'}`,
      ({ messages }) => messages.list(mailbox, 1 as UserId, { size: 10, cursor }),
    ]),
  ]),
  ...['s', 'song 1', '봄', '잊힌', 'nowhere', 'user 77'].map((keyword): Named => [
    `search ${keyword}`,
    ({ search }) => search.search(parseKeyword(keyword)._unsafeUnwrap()),
  ]),
]

const LISTS: readonly Named[] = [
  ...(['first', 'middle'] as const).flatMap((where) =>
    FILTERS.flatMap((filter) => {
      const words = [...filter.instruments, ...filter.genres].join('+') || 'all'
      return [
        ...POST_ORDERS.map((order): Named => [
          `post ${order} ${words} ${where}`,
          ({ posts }, rows) => {
            const key = order === 'newest' ? Date.UTC(2026, 5, 1) : order === 'mostLiked' ? 48 : 0
            return posts.list({ order, ...filter, page: { size: 10, cursor: cursorIn(where, key, rows) } })
          },
        ]),
        ...USER_ORDERS.map((order): Named => [
          `user ${order} ${words} ${where}`,
          ({ users }, rows) => {
            const key = order === 'nickname' ? `user ${rows / 2}` : 26
            return users.list({ order, ...filter, page: { size: 10, cursor: cursorIn(where, key, rows) } })
          },
        ]),
      ]
    }),
  ),
  ['home', ({ home }) => home.home()],
  ['home Rock', ({ home }) => home.ofWord({ kind: 'genre', word: 'Rock' })],
  ['home Other', ({ home }) => home.ofWord({ kind: 'instrument', word: 'Other' })],
  ...(isAll ? AROUND : []),
]

const server = await startPostgres()
try {
  const author = await statementsOn(server.urlOf())
  const opened: { readonly rows: number; readonly database: MikroOrmDatabase; readonly took: number[] }[] = []
  for (const rows of [few, many]) {
    await author.ask(`create database rows_${rows}`)
    const databaseUrl = server.urlOf(`rows_${rows}`)
    const database = (await openDatabase({ databaseUrl, connections: 4 }))._unsafeUnwrap()
    ;(await database.migrate())._unsafeUnwrap()
    const statements = await statementsOn(databaseUrl)
    const begin = performance.now()
    await fillLists(statements, rows, isAll ? 'with all around' : 'posts and users alone')
    console.log(`${rows} posts and users made in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
    await statements.close()
    opened.push({ rows, database, took: [] })
  }
  const measure = async (ask: Ask): Promise<readonly [small: number, large: number]> => {
    for (const { took } of opened) took.length = 0
    for (let round = -20; round < rounds; round++)
      for (const { rows, database, took } of opened) {
        const begin = performance.now()
        ;(await ask(database, rows))._unsafeUnwrap()
        if (round >= 0) took.push(performance.now() - begin)
      }
    // What else the machine does makes many rounds slower, and none faster.
    const [small = Number.NaN, large = Number.NaN] = opened.map(({ took }) => quantile(took, 0.1))
    return [small, large]
  }
  const ratios: Record<string, number> = {}
  for (const [name, ask] of LISTS) {
    let [small, large] = await measure(ask)
    // What is slower by itself is so each time.
    for (let again = 1; again < TIMES && large > MOST_SLOWER * small; again++) [small, large] = await measure(ask)
    ratios[name] = Math.round((large / small) * 100) / 100
    const mark = large > MOST_SLOWER * small ? '  SLOWER' : ''
    console.log(
      `${name.padEnd(52)} ${small.toFixed(3)} ms  ${large.toFixed(3)} ms  ${(large / small).toFixed(2)}${mark}`,
    )
  }
  const slowest = Math.max(...Object.values(ratios))
  console.log(JSON.stringify({ bench: 'lists', few, many, rounds, slowest, most: MOST_SLOWER, ratios }))
  for (const { database } of opened) (await database.close())._unsafeUnwrap()
  await author.close()
  process.exitCode = slowest > MOST_SLOWER ? 1 : 0
} finally {
  await server.stop()
}
