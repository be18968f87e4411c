import * as vitest from 'vitest'
import { SystemChance } from '#adapters/system/system-chance.ts'
import { SystemClock } from '#adapters/system/system-clock.ts'
import { SystemDigest } from '#adapters/system/system-digest.ts'
import type { Make } from '#adapters/testing/contracts/subject.ts'
import { chanceContract, clockContract, digestContract } from '#adapters/testing/contracts.ts'

const just =
  <Subject>(subject: Subject): Make<Subject> =>
  async () => ({ subject, close: async () => undefined })

clockContract(vitest, just(new SystemClock()), { name: 'of this machine' })
chanceContract(vitest, just(new SystemChance()), { name: 'of the operating system' })
digestContract(vitest, just(new SystemDigest()), { name: 'by OpenSSL' })
