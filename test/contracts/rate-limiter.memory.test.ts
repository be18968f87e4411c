import * as vitest from 'vitest'
import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { memoryRateLimiter } from '#adapters/memory/account/memory-rate-limiter.ts'
import { memoryClock } from '#adapters/memory/system/memory-system.ts'
import { rateLimiterContract, rateLimiterOutageContract, type RateLimiterSubject } from '#adapters/testing/contracts.ts'
import type { Breakable } from '#adapters/testing/contracts/subject.ts'

const make = async (): Promise<Breakable<RateLimiterSubject>> => {
  const [clock, outage] = [memoryClock(), memoryOutage()]
  return {
    subject: { rateLimiter: memoryRateLimiter(clock, outage), advance: (length) => clock.advance(length) },
    breakDown: async () => outage.breakDown(),
    repair: async () => outage.repair(),
    close: async () => undefined,
  }
}

rateLimiterContract(vitest, make, { name: 'in memory' })
rateLimiterOutageContract(vitest, make, { name: 'in memory' })
