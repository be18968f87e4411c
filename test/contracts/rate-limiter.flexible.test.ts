import * as vitest from 'vitest'
import { afterAll, beforeAll, vi } from 'vitest'
import { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
import { openPostgresRateLimiter } from '#adapters/rate-limiter-flexible/postgres.ts'
import { breakableServer } from '#test/databases/breakable-server.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { rateLimiterContract, rateLimiterOutageContract, type RateLimiterSubject } from '#adapters/testing/contracts.ts'
import { type Breakable, valueOf } from '#adapters/testing/contracts/subject.ts'

/** The package reads the clock itself; timers stay real, for the sockets. */
const holdClock = (): RateLimiterSubject['advance'] => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON })
  return (length) => void vi.setSystemTime(Date.now() + length)
}

const letGoOfClock = async () => void vi.useRealTimers()

// No outage: what it counts in is the process itself.
rateLimiterContract(
  vitest,
  async () => ({
    subject: { rateLimiter: inProcessRateLimiter(), advance: holdClock() },
    close: letGoOfClock,
  }),
  { name: 'rate-limiter-flexible in the process' },
)

let database: FreshDatabase | null = null

beforeAll(async () => {
  database = await freshDatabase('empty')
})
afterAll(() => database?.drop())

const onPostgres = async (): Promise<Breakable<RateLimiterSubject>> => {
  const way = await breakableServer(database!.url)
  const { rateLimiter, close } = await valueOf(openPostgresRateLimiter({ databaseUrl: way.url }))
  return {
    subject: { rateLimiter, advance: holdClock() },
    breakDown: way.breakDown,
    repair: way.repair,
    close: async () => {
      await letGoOfClock()
      await valueOf(close())
      await way.close()
    },
  }
}

rateLimiterContract(vitest, onPostgres, { name: 'rate-limiter-flexible on PostgreSQL' })
rateLimiterOutageContract(vitest, onPostgres, { name: 'rate-limiter-flexible on PostgreSQL' })
