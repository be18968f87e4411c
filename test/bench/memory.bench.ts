/**
 * `npm run bench:memory -- [requests] [minutes]`: what the server holds in memory after so many requests of a mixed load
 * (a million, unless the minutes are over before), beside what it held after the first minute. The exit code is 1 where
 * it is more than a fifth more.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { startServerProcess } from '#test/process/server-process.ts'
import { startChild } from './http/child.ts'
import { fill } from './http/data.ts'
import type { Loaded } from './http/load.ts'
import { mixedPaths } from './http/mixed.ts'
import { megabytesOf } from './resident.ts'

const MOST_GROWTH = 1.2
const LAP_SECONDS = 15
const FIRST_MINUTE = 60_000
const CONNECTIONS = '16'
const [requests = '1000000', minutes = '60'] = process.argv.slice(2)

const folder = await mkdtemp(join(tmpdir(), 'soundhub-memory-'))
const postgres = await startPostgres()
const databaseUrl = postgres.urlOf()
let answered = 0
let first: number | null = null
const resident: number[] = []
try {
  const database = (await openDatabase({ databaseUrl }))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  ;(await database.close())._unsafeUnwrap()
  const statements = await statementsOn(databaseUrl)
  await fill(statements)
  await statements.close()
  const server = await startServerProcess({ DATABASE_URL: databaseUrl, DATA_DIR: folder, LOG_LEVEL: 'warn' })
  const begin = performance.now()
  try {
    for (let lap = 0; answered < Number(requests); lap++) {
      const urls = mixedPaths(lap).map((path) => `${server.url}${path}`)
      const { said } = await startChild<Loaded>('load.ts', [String(LAP_SECONDS), CONNECTIONS, 'GET', ...urls])
      if (said.failed > 0) throw new Error(`${said.failed} requests failed`)
      answered += Math.round(said.requestsPerSecond * LAP_SECONDS)
      const passed = performance.now() - begin
      resident.push(await megabytesOf(server.pid))
      if (first === null && passed >= FIRST_MINUTE) first = resident.at(-1)!
      if (first !== null && passed >= Number(minutes) * 60_000) break
    }
  } finally {
    await server.stop()
  }
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
const last = resident.at(-1) ?? Number.NaN
const growth = last / (first ?? Number.NaN)
console.log(`${answered} requests: ${first?.toFixed(0)} MB after the first minute, ${last.toFixed(0)} MB at the end`)
console.log(`ratio ${growth.toFixed(2)}, at most ${MOST_GROWTH}: ${growth <= MOST_GROWTH ? 'met' : 'MISSED'}`)
console.log(JSON.stringify({ bench: 'memory', requests: answered, resident, growth }))
process.exit(growth <= MOST_GROWTH ? 0 : 1)
