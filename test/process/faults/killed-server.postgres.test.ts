import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { REQUEST_LOCK_TIMEOUT } from '#domain/idempotency/idempotent-request.ts'
import { freshDatabase } from '../../databases/fresh.ts'
import { type Statements, statementsOn } from '../../databases/statements.ts'
import { join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { until } from '../../story/until.ts'
import { freePort } from '../free-port.ts'
import { rounds } from '../rounds.ts'
import { type ServerProcess, startServerProcess } from '../server-process.ts'
import { type Write, write, writesUntil } from './writes.ts'

const KILLS = rounds(2, 50)
const PER_SECOND = 200
const PATIENCE = 120_000
/** Every so many writes somebody signs up: hashing a password takes a while. */
const SIGN_UP_EVERY = 50

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A server, Ann who writes, and Bob who is written to. */
const begin = async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-killed-server-'))
  const { url: DATABASE_URL } = await freshDatabase()
  const database = await statementsOn(DATABASE_URL)
  const PORT = String(await freePort())
  const environment = { DATA_DIR, DATABASE_URL, PORT, LOG_LEVEL: 'silent', TRUST_PROXY: '1' }
  const server = await startServerProcess(environment)
  ends.push(
    () => rm(DATA_DIR, { recursive: true }),
    () => database.close(),
  )
  const outbox = join(DATA_DIR, 'outbox')
  const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(outbox, address))
  await joinSoundhub(server.url, 'bob', (address) => newestLink(outbox, address))
  await ann.send('/message', { fields: { to_user: '2', content: 'the first one' } })
  return { environment, database, outbox, server, token: ann.token ?? '' }
}

const signUp = (name: string, client: string): Write => ({
  path: '/user/signup',
  key: name,
  headers: { 'x-forwarded-for': client },
  fields: {
    email: `${name}@example.org`,
    nickname: name,
    instrument: 'Bass',
    password1: 'seven-strings',
    password2: 'seven-strings',
  },
})

/** Messages, and a sign-up now and then, each with a name of its own. */
const writesOf = (token: string, round: number) => {
  let count = 0
  return (): Write => {
    const name = `r${round}n${++count}`
    return count % SIGN_UP_EVERY === 0
      ? signUp(name, `203.0.${round}.${Math.round(count / SIGN_UP_EVERY)}`)
      : {
          path: '/message',
          key: name,
          headers: { authorization: `Token ${token}` },
          fields: { to_user: '2', content: name },
        }
  }
}

const addresses = (writes: readonly Write[]): readonly string[] => writes.flatMap(({ fields }) => fields['email'] ?? [])
const isMessage = ({ path }: Write): boolean => path === '/message'

const timesOf = async (database: Statements, statement: string): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await database.ask<{ name: string; times: string }>(statement)).map(({ name, times }) => [name, Number(times)]),
  )

const MESSAGES = 'select content as name, count(*) as times from messages group by content'
const LATER = 'update idempotency_runs set begun_at = $1 where made is null'
const DEAD = `update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`
const NOW = `update pgboss.job set start_after = now() where state = 'retry'`
const USERS = 'select email as name, count(*) as times from users group by email'

const mailsTo = async (outbox: string): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  for (const name of (await readdir(outbox)).filter((one) => one.endsWith('.eml'))) {
    const to = /^To: (.*?)\r?$/m.exec(await readFile(join(outbox, name), 'utf8'))?.[1] ?? ''
    counts.set(to, (counts.get(to) ?? 0) + 1)
  }
  return counts
}

/** What was acknowledged, and what got no answer, when the server was killed in the middle of it. */
const killUnderLoad = async (server: ServerProcess, token: string, round: number) => {
  const sent = await writesUntil(server.url, PER_SECOND, writesOf(token, round), async (acknowledged) => {
    // Another moment each time, and never before something was acknowledged.
    await until('enough is acknowledged', () => acknowledged() > 60 + (round % 7) * 13 || undefined, PATIENCE)
    await server.kill()
  })
  const acknowledged = sent.filter(({ status }) => status === 201).map((one) => one.write)
  // A pool that is exhausted answers 503; what is refused like that is repeated like what got no answer.
  const unanswered = sent.filter(({ status }) => status === null || status === 503).map((one) => one.write)
  expect(sent.filter(({ status }) => status !== 201 && status !== 503 && status !== null)).toEqual([])
  return { acknowledged, unanswered }
}

describe(`a server that is killed under ${PER_SECOND} writes a second`, () => {
  it(`has every write that it acknowledged, none twice, and mails for just those, ${KILLS} times`, async () => {
    const { environment, database, outbox, server: first, token } = await begin()
    let server = first
    const [acknowledged, abandoned]: [Write[], Write[]] = [[], []]
    try {
      for (let round = 1; round <= KILLS; round++) {
        const came = await killUnderLoad(server, token, round)
        expect(came.acknowledged.filter(isMessage).length).toBeGreaterThan(0)
        // Nobody is alive whose jobs these could be; it takes 20 s until that is believed.
        await database.ask(DEAD)
        server = await startServerProcess(environment)
        // A request that was under way holds its key for as long as it might still be.
        await database.ask(LATER, [new Date(Date.now() - REQUEST_LOCK_TIMEOUT)])
        // One client in two gives up; the others repeat what got no answer, and some what did: its answer was lost on the way.
        const messages = came.unanswered.filter(isMessage)
        const repeated = messages.filter((_, at) => at % 2 === 0)
        abandoned.push(...messages.filter((_, at) => at % 2 === 1), ...came.unanswered.filter((one) => !isMessage(one)))
        acknowledged.push(...came.acknowledged, ...repeated)
        for (const one of [...repeated, ...came.acknowledged.filter(isMessage).slice(-5)])
          await until(`${one.key} is there`, async () => (await write(server.url, one)) === 201 || undefined, PATIENCE)
      }
      const messages = await timesOf(database, MESSAGES)
      for (const { key } of acknowledged.filter(isMessage)) expect(messages.get(key), key).toBe(1)
      for (const { key } of abandoned.filter(isMessage)) expect(messages.get(key) ?? 0, key).toBeLessThanOrEqual(1)

      await until(
        'no mail waits',
        async () => {
          await database.ask(NOW)
          return (await database.ask('select 1 from letters where sent_at is null limit 1')).length === 0 || undefined
        },
        PATIENCE,
      )
      const [users, mails] = [await timesOf(database, USERS), await mailsTo(outbox)]
      for (const address of addresses(acknowledged)) expect(users.get(address), address).toBe(1)
      for (const address of addresses([...acknowledged, ...abandoned])) {
        const times = mails.get(address) ?? 0
        expect(times > 0, address).toBe(users.has(address))
        // A second one where the server was killed between sending it and noting that.
        expect(times, address).toBeLessThanOrEqual(2)
      }
      console.log(`${acknowledged.length} acknowledged, ${abandoned.length} given up, ${mails.size} mails`)
    } finally {
      await server.kill()
    }
  })

  it('finds a server that acknowledges before it commits', async () => {
    const { environment, database, server, token } = await begin()
    await server.kill()
    const mutant = new URL('./answers-too-early.ts', import.meta.url).href
    const early = await startServerProcess({ ...environment, NODE_OPTIONS: `--import=${mutant}` })
    const { acknowledged } = await killUnderLoad(early, token, 1)
    const messages = await timesOf(database, MESSAGES)
    expect(acknowledged.filter((one) => isMessage(one) && !messages.has(one.key))).not.toEqual([])
  })
})
