import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { USER_ORDERS, type UserOrder } from '#application/account/user-view.ts'
import { after, DAY } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { freshPglite } from '#test/databases/fresh.ts'
import { type Place, PLACES } from '#test/databases/places.ts'
import { type Asked, recorded, type RecordedPglite } from '#test/databases/recorded-pglite.ts'
import { noJobs } from './no-jobs.ts'

const USERS = 20_000

/** One in four is pending, one in twenty suspended; every tenth plays what few play. Nobody has a key that lives. */
const CROWD = [
  `insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash, created_at,
    activated_at, suspended_at, total_liked, num_followers)
  select 'person' || n || '@example.org', 'Person ' || n, 'person ' || n,
    case when n % 10 = 0 then '{Vocal,Drums}'::text[] else '{Guitar}' end,
    case when n % 3 = 0 then '{Jazz}'::text[] else '{Rock,Pop}' end, 'email', 'hash',
    timestamptz '2024-01-01' + n * interval '1 minute',
    case when n % 4 > 0 then timestamptz '2024-02-01' end, case when n % 20 = 1 then timestamptz '2024-03-01' end,
    n % 97, n % 53
  from generate_series(1, ${USERS}) n`,
  `insert into activation_keys (digest, purpose, user_id, issued_at, expires_at)
  select 'digest' || id, 'activation', id, created_at, created_at + interval '2 days'
  from users where activated_at is null`,
  `insert into follows (follower_id, followed_id, followed_at)
  select n, 1 + (n + step) % ${USERS}, timestamptz '2024-03-01' + n * interval '1 minute'
  from generate_series(1, ${USERS}) n, generate_series(1, 10) step`,
  'vacuum analyze',
]

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Parent Relationship'?: string
  readonly Plans?: readonly Plan[]
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Without what is looked up for each row, which the planner may sort: it is a handful. */
const ofTheListAlone = (plan: Plan): readonly Plan[] => [
  plan,
  ...(plan.Plans ?? []).filter((one) => one['Parent Relationship'] !== 'SubPlan').flatMap(ofTheListAlone),
]

const planOf = async ({ statements }: Place, { statement, parameters }: Asked): Promise<readonly Plan[]> => {
  const [row] = await statements.ask<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `explain (format json) ${statement}`,
    parameters,
  )
  return nodesOf(row!['QUERY PLAN'][0]!.Plan)
}

const scannedWhole = (plan: readonly Plan[], table: string): boolean =>
  plan.some((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === table)

/** Those of the list itself; each row has its follows looked up beside it. */
const indexesOf = (plan: readonly Plan[]) =>
  plan.flatMap((node) => node['Index Name'] ?? []).filter((name) => !name.startsWith('follows_'))

const INDEXES: Readonly<Record<UserOrder, string>> = {
  mostLiked: 'users_most_liked_idx',
  mostFollowed: 'users_most_followers_idx',
  nickname: 'users_nickname_idx',
}

const keyOf = (order: UserOrder): number | string => (order === 'nickname' ? 'person 15' : 40)

/** What the adapter asks is heard on a PGlite, and explained where there are many rows. */
describe.each(PLACES)('The list and the purge of many users on %s', (_, make) => {
  let place: Place
  let pglite: PGlite
  let heard: RecordedPglite
  let database: MikroOrmDatabase
  beforeAll(async () => {
    place = await make()
    for (const statement of CROWD) await place.statements.ask(statement)
    pglite = await freshPglite()
    heard = recorded(pglite)
    database = await valueOf(openDatabase(heard))
    // Whatever is asked once a connection is over with.
    await valueOf(database.ping())
    // 200,000 follows, each of which counts twice.
  }, 180_000)
  afterAll(async () => {
    await database.close()
    await pglite.close()
    await place.end()
  })

  const listed = (given: Partial<Parameters<MikroOrmDatabase['users']['list']>[0]> & { readonly order: UserOrder }) =>
    heard.during(() =>
      valueOf(database.users.list({ instruments: [], genres: [], page: { size: 10, cursor: null }, ...given })),
    )

  const FILTERS = [
    { instruments: [], genres: [] },
    { instruments: ['Guitar'], genres: [] },
    { instruments: ['Drums', 'Vocal'], genres: ['Jazz'] },
    { instruments: ['Keyboard'], genres: [] },
  ] as const

  it.each(USER_ORDERS)('the list in order of %s reads an index, whatever it is narrowed to', async (order) => {
    for (const filter of FILTERS)
      for (const direction of [null, 'after', 'before'] as const) {
        const cursor = direction === null ? null : { direction, key: keyOf(order), id: 10_000 }
        const [asked, ...more] = await listed({ order, ...filter, page: { size: 10, cursor } })
        expect(more).toEqual([])
        const plan = await planOf(place, asked!)
        expect(scannedWhole(plan, 'users')).toBe(false)
        const isNarrowed = filter.instruments.length > 0 || filter.genres.length > 0
        expect(indexesOf(plan)).toContain(
          isNarrowed ? INDEXES[order].replace('users_', 'users_words_') : INDEXES[order],
        )
      }
  })

  it.each(USER_ORDERS)('the list in order of %s sorts nothing, and begins where the cursor stands', async (order) => {
    for (const direction of ['after', 'before'] as const) {
      const cursor = { direction, key: keyOf(order), id: 10_000 }
      const plan = await planOf(place, (await listed({ order, page: { size: 10, cursor } }))[0]!)
      expect(indexesOf(plan)).toEqual([INDEXES[order]])
      expect(ofTheListAlone(plan[0]!).map((node) => node['Node Type'])).not.toContain('Sort')
      expect(plan.find((node) => 'Index Cond' in node)).toBeDefined()
    }
  })

  it('the purge finds stale users by their index, and removes them by their ids', async () => {
    const units = database.unitOfWork(noJobs)
    const purge = async () => valueOf(units.run(({ users }) => users.removeStale(after(NOON, DAY), 1_000)))
    await pglite.query(`insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash,
      created_at) values ('stale@example.org', 'stale', 'stale', '{}', '{}', 'email', 'hash', '2024-01-01')`)
    const asked = (await heard.during(purge)).filter(({ statement }) => /^\s*(select|delete)/.test(statement))
    expect(asked).toHaveLength(2)
    const [found, removed] = await Promise.all(asked.map((each) => planOf(place, each)))
    expect(scannedWhole(found!, 'users')).toBe(false)
    expect(indexesOf(found!)).toContain('users_pending_idx')
    expect(scannedWhole(removed!, 'users')).toBe(false)
    expect(indexesOf(removed!)).toContain('users_pkey')
  })
})
