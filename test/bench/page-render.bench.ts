/**
 * `npm run bench:page-render -- [seconds a round] [rounds]`: how many requests a second the page of a post gets beside the same
 * post as JSON. One PostgreSQL; the server, and what loads it, in processes of their own; rounds in turns, so that whatever
 * else the machine does meets both. Prints a table and a line of JSON; the exit code is 1 where a goal is missed.
 */
import { median } from './figures.ts'
import { isFiveFold, type Size } from './http/data.ts'
import { filledServer } from './http/filled-server.ts'
import { inTurns } from './http/rounds.ts'

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

type Measured = {
  readonly name: string
  readonly page: number
  readonly json: number
  readonly pageP99: number
  readonly jsonP99: number
  readonly ratio: number
}

const measure = async (origin: string, name: string, ids: readonly number[]): Promise<Measured> => {
  const urls = ids.map((id) => `${origin}/post/${id}`)
  const asked = (accept: string) => ({ urls, accept })
  const pairs = await inTurns(asked('text/html'), asked('application/json'), { rounds, seconds })
  return {
    name,
    page: median(pairs.map(([page]) => page.requestsPerSecond)),
    json: median(pairs.map(([, json]) => json.requestsPerSecond)),
    pageP99: median(pairs.map(([page]) => page.p99)),
    jsonP99: median(pairs.map(([, json]) => json.p99)),
    ratio: median(pairs.map(([page, json]) => page.requestsPerSecond / json.requestsPerSecond)),
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

const measured: Measured[] = []
const measureAll = async (): Promise<void> => {
  await using server = await filledServer({ PUBLIC_URL: 'http://localhost', WORKER: 'off' }, SIZE)
  for (const [name, ids] of Object.entries(ASKED)) measured.push(await measure(server.url, name, ids))
}
await measureAll()
console.table(Object.fromEntries(measured.map((one) => [one.name, row(one)])))
console.log(JSON.stringify({ bench: 'page-render', rounds: Number(rounds), measured }))
process.exit(measured.every(isMet) ? 0 : 1)
