import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REQUEST_LOCK_TIMEOUT } from '#domain/idempotency/idempotent-request.ts'
import { type BreakableServer, breakableServer } from '../../databases/breakable-server.ts'
import { freshDatabase } from '../../databases/fresh.ts'
import { type PostgresServer, startPostgres } from '../../databases/postgres-server.ts'
import { type Statements, statementsOn } from '../../databases/statements.ts'
import { join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { type ServerProcess, startServerProcess } from '../server-process.ts'
import { type Write, write, writesUntil } from './writes.ts'

const FAULTS = rounds(10, 100)
const PER_SECOND = 30
const HEALTHY_WITHIN = 10_000
const PATIENCE = 60_000
/** More than the server has connections, so that each of them is asked. */
const AT_ONCE = 20
/** What whoever waits for an answer for ever is waited for, in ms. */
const ANSWER = 3_000
/** Too short for a server to start in, long enough to be met by many. */
const OUTAGE = 300

const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type World = {
  readonly server: ServerProcess
  readonly way: BreakableServer
  readonly outbox: string
  /** The next message of Ann to Bob, each of its own. */
  readonly next: () => Write
}

/** A server that reaches its database by a way that can be broken, Ann who writes, and Bob who is written to. */
const begin = async (databaseUrl: string, more: Readonly<Record<string, string>> = {}): Promise<World> => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-database-'))
  ends.push(() => rm(DATA_DIR, { recursive: true }))
  const way = await breakableServer(databaseUrl)
  ends.push(() => way.close())
  const server = await startServerProcess({ DATA_DIR, DATABASE_URL: way.url, LOG_LEVEL: 'silent', ...more })
  ends.push(() => server.kill())
  const outbox = join(DATA_DIR, 'outbox')
  const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(outbox, address))
  await joinSoundhub(server.url, 'bob', (address) => newestLink(outbox, address))
  let count = 0
  const next = (): Write => {
    const content = `m${++count}`
    const headers = { authorization: `Token ${ann.token}` }
    return { path: '/message', key: content, headers, fields: { to_user: '2', content } }
  }
  return { server, way, outbox, next }
}

type Fault = { readonly name: string; readonly inject: (world: World, postgres: PostgresServer) => Promise<void> }

const unready = ({ server }: World) =>
  until('it is not ready', async () => ((await fetch(`${server.url}/readyz`)).status === 503 ? true : undefined))

const restart = (how: 'in order' | 'at once') => async (world: World, postgres: PostgresServer) => {
  await postgres.shutDown(how)
  await unready(world)
  await postgres.startAgain()
}

/** Each ends when the database can be reached again. */
const ALL_FAULTS: readonly Fault[] = [
  { name: 'its connections are half open', inject: async ({ way }) => way.leaveHalfOpen() },
  {
    name: 'its connections are ended',
    inject: async (_, postgres) => {
      const statements = await statementsOn(postgres.urlOf())
      await statements.ask(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'soundhub%'`,
      )
      await statements.close()
    },
  },
  {
    name: 'it is out of reach for a while',
    inject: async (world) => {
      await world.way.breakDown()
      await unready(world)
      await setTimeout(OUTAGE)
      await world.way.repair()
    },
  },
  { name: 'it is restarted', inject: restart('in order') },
  { name: 'it crashes and starts again', inject: restart('at once') },
]

type Answered = { readonly write: Write; readonly status: number | null }

const statusOf = async (url: string): Promise<number> => {
  const answer = await fetch(url)
  await answer.arrayBuffer()
  return answer.status
}

/** After how long whoever asked was answered, readers on every connection and a writer; `null` if that took too long. */
const healthyAgain = async ({ server, next }: World, sent: Answered[]): Promise<number | null> => {
  const begun = performance.now()
  for (;;) {
    const after = performance.now() - begun
    if (after > HEALTHY_WITHIN) return null
    const one = next()
    const reads = Array.from({ length: AT_ONCE }, () => statusOf(`${server.url}/post`))
    const asked = Promise.all([write(server.url, one), statusOf(`${server.url}/readyz`), ...reads])
    const answers = await Promise.race([asked, setTimeout(HEALTHY_WITHIN - after + ANSWER, null)])
    if (answers === null) return null
    const [written, ...read] = answers
    sent.push({ write: one, status: written })
    if (written === 201 && read.every((status) => status === 200)) return after
  }
}

const MESSAGES = 'select content as name, count(*) as times from messages group by content'
const LATER = 'update idempotency_runs set begun_at = $1 where made is null'

const timesOf = async (database: Statements): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await database.ask<{ name: string; times: string }>(MESSAGES)).map(({ name, times }) => [name, Number(times)]),
  )

const keysOf = (answered: readonly Answered[], status: number): readonly string[] =>
  answered.filter((one) => one.status === status).map((one) => one.write.key)

describe.concurrent('a database that breaks down under writes', () => {
  let postgres: PostgresServer
  let [world, mutant]: World[] = []
  beforeAll(async () => {
    postgres = await startPostgres({ commits: 'waited for' })
    ends.push(() => postgres.stop())
    // One after the other: a start takes a whole processor.
    world = await begin(postgres.urlOf())
    const waitsForEver = new URL('./waits-for-ever.ts', import.meta.url).href
    mutant = await begin((await freshDatabase()).url, { NODE_OPTIONS: `--import=${waitsForEver}` })
  })

  it(`is answered with 503, and has all that was acknowledged when it is back, ${FAULTS} times`, async () => {
    const { server, next, outbox } = world!
    const [sent, took]: [Answered[], number[]] = [[], []]
    for (let round = 0; round < FAULTS; round++) {
      const { name, inject } = ALL_FAULTS[round % ALL_FAULTS.length]!
      const answered = await writesUntil(server.url, PER_SECOND, next, async (acknowledged) => {
        await until('enough is acknowledged', () => acknowledged() > 10 + (round % 7) * 3 || undefined, PATIENCE)
        await inject(world!, postgres)
        const healthy = await healthyAgain(world!, sent)
        expect(healthy, `round ${round}: ${name}`).not.toBeNull()
        took.push(Math.round(healthy!))
      })
      sent.push(...answered)
    }
    expect(sent.filter(({ status }) => status !== 201 && status !== 503)).toEqual([])
    const [acknowledged, refused] = [keysOf(sent, 201), sent.filter(({ status }) => status === 503)]
    expect(refused.length).toBeGreaterThan(FAULTS)

    const database = await statementsOn(postgres.urlOf())
    try {
      const before = await timesOf(database)
      for (const key of acknowledged) expect(before.get(key), key).toBe(1)
      for (const { write: one } of refused) expect(before.get(one.key) ?? 0, one.key).toBeLessThanOrEqual(1)
      // Whoever repeats what was refused has it once, whether it was written all the same or not.
      await database.ask(LATER, [new Date(Date.now() - REQUEST_LOCK_TIMEOUT)])
      const repeated = refused.filter((_, at) => at % Math.ceil(refused.length / 50) === 0).map((one) => one.write)
      for (const one of repeated) expect(await write(server.url, one), one.key).toBe(201)
      const after = await timesOf(database)
      for (const { key } of repeated) expect(after.get(key), key).toBe(1)
    } finally {
      await database.close()
    }
    // Jobs are done again, too.
    await joinSoundhub(server.url, 'eve', (address) => newestLink(outbox, address))
    console.log(
      `${acknowledged.length} acknowledged, ${refused.length} refused; healthy again after ms: ${took.join(' ')}`,
    )
  })

  it('finds a server that waits for ever for connections that are half open', async () => {
    const { way } = mutant!
    expect(await healthyAgain(mutant!, [])).not.toBeNull()
    way.leaveHalfOpen()
    expect(await healthyAgain(mutant!, [])).toBeNull()
  })
})
