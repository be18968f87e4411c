/**
 * `npm run bench:page-render -- [seconds a round] [rounds]`: how many requests a second the page of a post gets beside the same
 * post as JSON. One PostgreSQL; the server, and what loads it, in processes of their own; rounds in turns, so that whatever
 * else the machine does meets both. Prints a table and a line of JSON; the exit code is 1 where a goal is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { startServerProcess } from '#test/process/server-process.ts'
import { median } from './figures.ts'
import { startChild } from './http/child.ts'
import { fill, isFiveFold, type Size } from './http/data.ts'
import type { Loaded } from './http/load.ts'

const CONNECTIONS = 16
const LEAST_RATIO = 0.5
const SIZE: Size = { users: 200, posts: 2_000, likes: 10_000, follows: 2_000 }
const [seconds = '2', rounds = '5'] = process.argv.slice(2)

const fiveFold = Array.from({ length: SIZE.posts }, (_, at) => at + 1).filter(isFiveFold)

/** The goal is for a post that is asked for; that of fifty in turns is told, and so is that of all, of which none is kept. */
const ASKED: Readonly<Record<string, readonly number[]>> = {
  'one post': fiveFold.slice(0, 1),
  'fifty posts in turns': fiveFold.slice(0, 50),
  'five hundred posts in turns': fiveFold,
}
const WITH_A_GOAL = 'one post'

const ACCEPTED = { page: 'text/html', json: 'application/json' } as const

const load = async (origin: string, kind: keyof typeof ACCEPTED, ids: readonly number[], forSeconds: string) => {
  const urls = ids.map((id) => `${origin}/post/${id}`)
  const parameters = [forSeconds, String(CONNECTIONS), 'GET', ...urls]
  const child = await startChild<Loaded>('load.ts', parameters, { ACCEPT: ACCEPTED[kind] })
  if (child.said.failed > 0) throw new Error(`${child.said.failed} of ${urls[0]} failed`)
  return child.said
}

type Measured = {
  readonly name: string
  readonly page: number
  readonly json: number
  readonly pageP99: number
  readonly jsonP99: number
  readonly ratio: number
}

const measure = async (origin: string, name: string, ids: readonly number[]): Promise<Measured> => {
  await load(origin, 'json', ids, '1')
  await load(origin, 'page', ids, '1')
  const pairs: { readonly page: Loaded; readonly json: Loaded }[] = []
  for (let round = 0; round < Number(rounds); round++) {
    const first = round % 2 === 0 ? 'page' : 'json'
    const one = await load(origin, first, ids, seconds)
    const other = await load(origin, first === 'page' ? 'json' : 'page', ids, seconds)
    pairs.push(first === 'page' ? { page: one, json: other } : { page: other, json: one })
  }
  return {
    name,
    page: median(pairs.map(({ page }) => page.requestsPerSecond)),
    json: median(pairs.map(({ json }) => json.requestsPerSecond)),
    pageP99: median(pairs.map(({ page }) => page.p99)),
    jsonP99: median(pairs.map(({ json }) => json.p99)),
    ratio: median(pairs.map(({ page, json }) => page.requestsPerSecond / json.requestsPerSecond)),
  }
}

const isMet = ({ name, ratio }: Measured): boolean => name !== WITH_A_GOAL || ratio >= LEAST_RATIO

const row = (one: Measured) => ({
  'pages/s': Math.round(one.page),
  'JSON/s': Math.round(one.json),
  [`ratio (≥ ${LEAST_RATIO})`]: one.ratio.toFixed(2),
  'page p99 ms': one.pageP99.toFixed(1),
  'JSON p99 ms': one.jsonP99.toFixed(1),
  goal: one.name === WITH_A_GOAL ? (isMet(one) ? 'met' : 'MISSED') : 'none',
})

const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
const postgres = await startPostgres()
const databaseUrl = postgres.urlOf()
const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true }), () => postgres.stop()]
const measured: Measured[] = []
try {
  const database = (await openDatabase({ databaseUrl }))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  ;(await database.close())._unsafeUnwrap()
  const statements = await statementsOn(databaseUrl)
  await fill(statements, SIZE)
  await statements.close()
  const server = await startServerProcess({
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    PUBLIC_URL: 'http://localhost',
    WORKER: 'off',
    LOG_LEVEL: 'warn',
    ...(process.env['NODE_OPTIONS'] !== undefined && { NODE_OPTIONS: process.env['NODE_OPTIONS'] }),
  })
  ends.push(() => server.stop())
  for (const [name, ids] of Object.entries(ASKED)) measured.push(await measure(server.url, name, ids))
} finally {
  for (const end of ends.toReversed()) await end()
}
console.table(Object.fromEntries(measured.map((one) => [one.name, row(one)])))
console.log(JSON.stringify({ bench: 'page-render', connections: CONNECTIONS, rounds: Number(rounds), measured }))
process.exit(measured.every(isMet) ? 0 : 1)
