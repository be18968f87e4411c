/**
 * `node test/bench/timing.bench.ts [memory|pglite|postgresql] [count]`: whether the time of an answer tells that an
 * address is known. Logins with a wrong password and questions for a new one, as many for every kind of address, in an
 * order that is shuffled anew each round; one line a comparison. An AUC of 0.5 tells nothing, one of 1 everything.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { okAsync } from 'neverthrow'
import { httpApp } from '#adapters/http/app.ts'
import type { RateLimiter } from '#application/account/ports.ts'
import { soundhub } from '#application/soundhub.ts'
import type { Ports } from '#application/ports.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Password } from '#domain/account/password.ts'
import { newlyVerified } from '#domain/account/user.ts'
import { containerOf, open } from '#bootstrap/container.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { PORTS } from '#bootstrap/tokens.ts'
import { startPostgres } from '../databases/postgres-server.ts'

const MOST_TOLD = 0.55
const UNKNOWN = 'nobody@example.org'
const KNOWN = { active: 'ann@example.org', 'Google only': 'carol@example.org', pending: 'pat@example.org' } as const

const [where = 'memory', count = '2000'] = process.argv.slice(2)

/** Nobody is kept from asking, at the price of one question. */
const unlimited: RateLimiter = {
  consume: (_key, limit) => okAsync({ limit, left: limit.most, resetsIn: limit.within }),
  giveBack: () => okAsync(),
  check: (_key, limit) => okAsync({ limit, left: limit.most, resetsIn: limit.within }),
}

const server = where === 'postgresql' ? await startPostgres() : null
const folder = await mkdtemp(join(tmpdir(), 'soundhub-timing-'))
const settings = readSettings({
  DATA_DIR: folder,
  LOG_LEVEL: 'warn',
  ...(server !== null && { DATABASE_URL: server.urlOf() }),
})._unsafeUnwrap()
const container = containerOf(settings, where === 'memory' ? 'in memory' : 'persistent')
const services = await open(container, [...PORTS, 'options', 'cleanup', 'log'])
const ports: Ports = { ...services, rateLimiter: unlimited }
const app = httpApp(soundhub({ ...ports, ...services.options }), {
  publicUrl: settings.PUBLIC_URL,
  maximumUploadBytes: 1,
  log: services.log,
})

const settle = async (): Promise<void> => {
  const passwordHash = (await ports.passwordHasher.hash('seven-strings' as Password))._unsafeUnwrap()
  const made = await ports.unitOfWork.run(({ users }) => {
    const now = ports.clock.now()
    const of = (email: string) => ({
      email: email as EmailAddress,
      nickname: email.split('@', 1)[0] as Nickname,
      instruments: [],
      genres: [],
      createdAt: now,
    })
    const verified = newlyVerified(now)
    return users
      .add({ ...of(KNOWN.active), ...verified, origin: 'email', passwordHash })
      .andThen(() => users.add({ ...of(KNOWN['Google only']), ...verified, origin: 'google', passwordHash: null }))
      .andThen(() =>
        users.add({ ...of(KNOWN.pending), state: 'pending', origin: 'email', subject: null, passwordHash }),
      )
  })
  made._unsafeUnwrap()
}

const ask = async (method: string, path: string, fields: object): Promise<number> => {
  const body = JSON.stringify(fields)
  const begin = performance.now()
  const answer = await app.request(path, { method, body, headers: { 'Content-Type': 'application/json' } })
  await answer.text()
  const took = performance.now() - begin
  if (answer.status !== 401 && answer.status !== 202) throw new Error(`${method} ${path}: ${answer.status}`)
  return took
}

const CALLS = {
  login: (email: string) => ask('POST', '/user/login', { email, password: 'wrong-wrong-wrong' }),
  reset: (email: string) => ask('PUT', '/user/password', { email }),
}

const shuffled = <Value>(values: readonly Value[]): readonly Value[] =>
  values
    .map((value) => [Math.random(), value] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, value]) => value)

/** Of two drawn at random, how often the one of the first sample is the longer one; ties count half. */
const areaUnder = (first: readonly number[], second: readonly number[]): number => {
  const all = [...first.map((took) => ({ took, isFirst: true })), ...second.map((took) => ({ took, isFirst: false }))]
  all.sort((one, other) => one.took - other.took)
  let ranks = 0
  for (let at = 0; at < all.length;) {
    let end = at
    while (end < all.length && all[end]?.took === all[at]?.took) end++
    const rank = (at + 1 + end) / 2
    for (; at < end; at++) if (all[at]?.isFirst === true) ranks += rank
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length)
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0

const addresses = [UNKNOWN, ...Object.values(KNOWN)]
let told = false
await settle()
try {
  for (const [name, call] of Object.entries(CALLS)) {
    const took = new Map<string, number[]>(addresses.map((address) => [address, []]))
    for (const address of addresses) await call(address)
    for (let round = 0; round < Number(count); round++)
      for (const address of shuffled(addresses)) took.get(address)?.push(await call(address))
    const unknown = took.get(UNKNOWN) ?? []
    for (const [kind, address] of Object.entries(KNOWN)) {
      const known = took.get(address) ?? []
      const area = areaUnder(known, unknown)
      const tells = Math.max(area, 1 - area) >= MOST_TOLD
      told ||= tells
      const medians = `${median(known).toFixed(3)} ms against ${median(unknown).toFixed(3)} ms`
      console.log(
        `${where} ${name}, ${kind} against unknown, ${count} each: AUC ${area.toFixed(3)}, ${medians}${tells ? ': TOLD' : ''}`,
      )
    }
  }
} finally {
  await services.cleanup.run()
  await rm(folder, { recursive: true, force: true })
  await server?.stop()
}
process.exit(told ? 1 : 0)
