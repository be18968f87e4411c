import * as fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { memoryPasswordHasher } from '#adapters/memory/account/memory-account.ts'
import { memoryFacebook, memoryGoogle } from '#adapters/memory/account/memory-providers.ts'
import { httpApp } from '#adapters/http/app.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { containerOf, open } from '#bootstrap/container.ts'
import { DATABASE } from '#bootstrap/database-module.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { TOKENS } from '#bootstrap/tokens.ts'
import { requestOf } from '#test/adapters/http/document/arbitraries.ts'
import { faultsAfter, type FuzzedPlace } from '#test/adapters/http/document/fuzzing.ts'
import { KNOWN } from '#test/adapters/http/document/known.ts'
import { documentOf } from '#test/adapters/http/document/operations.ts'
import { jsonOf, PASSWORD, post, recording, SONG, trackForm } from '#test/adapters/http/house.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { Place } from '#test/databases/places.ts'
import type { Statements } from '#test/databases/statements.ts'

/** What asking alone may leave: that it was asked, and a mail about it. */
const OF_ASKING = ['sessions', 'queuedMails', 'activation_keys', 'pending_changes']

/** One line a table, which changes when a row does. */
const tablesOf = async ({ ask }: Statements): Promise<string> => {
  const tables = await ask<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const counted = tables
    .filter(({ name }) => !OF_ASKING.includes(name) && !name.startsWith('rate_limit'))
    .map(({ name }) => `select '${name}' as name, count(*)::int, sum(hashtext(t::text))::text from "${name}" t`)
  return JSON.stringify(await ask(counted.join(' union all ')))
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

/** Sound, providers and passwords stand-ins; rows, jobs and files as a server has them. */
const opened = async ({ place, statements }: Place, folder: string) => {
  const databaseUrl = 'databaseUrl' in place ? { DATABASE_URL: place.databaseUrl, RATE_LIMITS: 'process' } : {}
  const settings = readSettings({ LOG_LEVEL: 'silent', DATA_DIR: folder, ...databaseUrl })._unsafeUnwrap()
  const container = containerOf(settings)
  const [google, facebook, audio] = [memoryGoogle(), memoryFacebook(), new MemoryAudio()]
  const database = await valueOf(openDatabase(place))
  container.rebind(DATABASE).toConstantValue(database)
  container.rebind(TOKENS.google).toConstantValue(google)
  container.rebind(TOKENS.facebook).toConstantValue(facebook)
  container.rebind(TOKENS.passwordHasher).toConstantValue(memoryPasswordHasher())
  for (const token of [TOKENS.audioSniffer, TOKENS.audioDecoder, TOKENS.audioEncoder, TOKENS.audioReadiness] as const)
    container.rebind<unknown>(token).toConstantValue(audio)
  const services = await open(container, ['soundhub', 'readiness', 'temporary', 'cleanup', 'log'])
  const app = httpApp(services.soundhub, {
    publicUrl: 'https://soundhub.example',
    maximumUploadBytes: 256 * 1024,
    readiness: services.readiness,
    log: services.log,
  })
  const login = async (path: string, fields: object) => ({
    Authorization: `Token ${String((await jsonOf(await post(app, path, fields))).token)}`,
  })
  const comeIn = (who: string) => {
    const token = google.issue({ subject: who, email: `${who}@example.org` as EmailAddress })
    return login('/user/google_login', { token, nickname: `${who} Kim`, instrument: 'Guitar' })
  }
  const [owner, stranger] = [await comeIn('owner'), await comeIn('stranger')]
  await valueOf(
    services.soundhub.accounts.createStaff({ email: 'staff@example.org', nickname: 'staff', password: PASSWORD }),
  )
  const staff = await login('/user/login', { email: 'staff@example.org', password: PASSWORD })
  for (const hertz of [330, 440]) {
    const body = trackForm(SONG, 'author_track', recording(hertz))
    await app.request('/post', { method: 'POST', body, headers: owner })
  }
  const operations = new Map((await documentOf(app)).map((operation) => [operation.call, operation]))
  const fuzzed: FuzzedPlace = {
    operations,
    app,
    headers: { anonymous: {}, owner, stranger, staff, nonsense: { Authorization: 'Token nonsense' } },
    words: {
      '«google»': google.issue({ subject: 'g', email: 'google@example.org' as EmailAddress }),
      '«google without address»': google.issue({ subject: 'h', email: null }),
      '«facebook»': facebook.issue({ subject: '7', email: 'facebook@example.org' as EmailAddress }),
    },
    kept: async () => {
      const files = filesIn(folder).filter((path) => !path.startsWith(services.temporary))
      return `${await tablesOf(statements)} ${files.join()}`
    },
    staged: () => filesIn(services.temporary),
  }
  const close = async () => {
    await services.cleanup.run()
    await database.close()
  }
  return { fuzzed, close }
}

const WHO = ['owner', 'owner', 'owner', 'stranger', 'staff', 'anonymous', 'nonsense']

/** What is wrong with the answers of a Soundhub on this database to so many requests, and the seed that made them. */
export const fuzzOn = async (place: Place, requests: number): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-fuzz-'))
  const { fuzzed, close } = await opened(place, folder)
  // Those that bring something for the database to keep or to look for.
  const operations = [...fuzzed.operations.values()].filter(
    ({ body, parameters }) => body !== null || parameters.some((parameter) => parameter.in === 'query'),
  )
  const seed = Math.floor(Math.random() * 2 ** 31)
  try {
    const sent = fc.sample(requestOf(operations, WHO, KNOWN), { numRuns: requests, seed })
    const faults: string[] = []
    for (const request of sent) {
      const found = await faultsAfter(fuzzed, request)
      if (found.length > 0) faults.push(`seed ${seed}: ${JSON.stringify(request).slice(0, 2_000)}`, ...found)
    }
    return faults
  } finally {
    await close()
    await rm(folder, { recursive: true })
  }
}
