/**
 * `npm run bench:http -- [seconds a round] [rounds] [part of a page's name]`: how many requests a second Soundhub answers beside a bare handler
 * that sends the same bytes. One PostgreSQL; both servers, and what loads them, in processes of their own; rounds in
 * turns, so that whatever else the machine does meets both. Prints a table and a line of JSON; the exit code is 1 where a
 * goal is missed.
 */
import { DEFAULT_CONNECTIONS } from '#adapters/mikro-orm/open-database.ts'
import { median } from '../figures.ts'
import { startChild } from './child.ts'
import { isFiveFold, POSTS, USERS } from './data.ts'
import { filledServer } from './filled-server.ts'
import type { Loaded } from './load.ts'
import { inTurns } from './rounds.ts'

const [LEAST_RATE, MOST_P99] = [0.85, 1.3]
const [seconds = '2', rounds = '7', part = ''] = process.argv.slice(2)

const fiveFold = Array.from({ length: POSTS }, (_, at) => at + 1).filter(isFiveFold)
const spread = (ids: readonly number[]): readonly number[] =>
  Array.from({ length: 50 }, (_, at) => ids[Math.floor((at * ids.length) / 50)]!)

/** So many that nothing that was made of one is kept until it is asked for again. It is told, and has no goal. */
const NOTHING_KEPT = 'GET /post/<id>, 5,000 in turns'

const ASKED: Readonly<Record<string, readonly string[]>> = {
  'GET /post': ['/post'],
  'GET /home': ['/home'],
  'GET /post/<id>': spread(fiveFold).map((id) => `/post/${id}`),
  [NOTHING_KEPT]: fiveFold.map((id) => `/post/${id}`),
  'GET /user/<id>': spread(Array.from({ length: USERS }, (_, at) => at + 1)).map((id) => `/user/${id}`),
}

const bodyOf = async (url: string): Promise<string> => (await fetch(url)).text()

/** Whoever is measured against other bytes is measured against nothing. */
const expectSameBytes = async (origins: readonly [string, string], paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    const [ours, theirs] = await Promise.all(origins.map((origin) => bodyOf(`${origin}${path}`)))
    if (ours === theirs) continue
    let at = 0
    while (ours![at] === theirs![at]) at++
    const [one, other] = [ours!, theirs!].map((body) => body.slice(Math.max(0, at - 40), at + 80))
    throw new Error(`${path} differs at ${at}:\n${one}\n${other}`)
  }
}

type Measured = {
  readonly name: string
  readonly requestsPerSecond: readonly [soundhub: number, yardstick: number]
  readonly p99: readonly [soundhub: number, yardstick: number]
  readonly rateRatio: number
  readonly p99Ratio: number
}

const measure = async (
  name: string,
  paths: readonly string[],
  [ours, theirs]: readonly [string, string],
): Promise<Measured> => {
  const asked = (origin: string) => ({ urls: paths.map((path) => `${origin}${path}`) })
  const pairs = await inTurns(asked(ours), asked(theirs), { rounds, seconds })
  const both = (value: (loaded: Loaded) => number) =>
    [median(pairs.map(([one]) => value(one))), median(pairs.map(([, other]) => value(other)))] as const
  return {
    name,
    requestsPerSecond: both((loaded) => loaded.requestsPerSecond),
    p99: both((loaded) => loaded.p99),
    rateRatio: median(pairs.map(([one, other]) => one.requestsPerSecond / other.requestsPerSecond)),
    p99Ratio: median(pairs.map(([one, other]) => one.p99 / other.p99)),
  }
}

const isMet = ({ name, rateRatio, p99Ratio }: Measured): boolean =>
  name === NOTHING_KEPT || (rateRatio >= LEAST_RATE && p99Ratio <= MOST_P99)

const row = (one: Measured) => ({
  'requests/s': Math.round(one.requestsPerSecond[0]),
  yardstick: Math.round(one.requestsPerSecond[1]),
  [`ratio (≥ ${LEAST_RATE})`]: one.rateRatio.toFixed(2),
  'p99 ms': one.p99[0].toFixed(1),
  'yardstick ms': one.p99[1].toFixed(1),
  [`ratio (≤ ${MOST_P99})`]: one.p99Ratio.toFixed(2),
  goal: one.name === NOTHING_KEPT ? 'none' : isMet(one) ? 'met' : 'MISSED',
})

const measured: Measured[] = []
const measureAll = async (): Promise<void> => {
  await using server = await filledServer({ PUBLIC_URL: 'http://localhost', WORKER: 'off' })
  const yardstick = await startChild<{ readonly port: number }>('yardstick.ts', [
    server.databaseUrl,
    String(DEFAULT_CONNECTIONS),
  ])
  await using ends = new AsyncDisposableStack()
  ends.defer(() => yardstick.stop())
  const origins = [server.url, `http://127.0.0.1:${yardstick.said.port}`] as const
  for (const [name, paths] of Object.entries(ASKED)) {
    if (!name.includes(part)) continue
    await expectSameBytes(origins, paths)
    measured.push(await measure(name, paths, origins))
  }
}
await measureAll()
console.table(Object.fromEntries(measured.map((one) => [one.name, row(one)])))
console.log(JSON.stringify({ bench: 'http', rounds: Number(rounds), measured }))
process.exit(measured.every(isMet) ? 0 : 1)
