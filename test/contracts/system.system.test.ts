import { SystemChance } from '#adapters/system/system-chance.ts'
import { SystemClock } from '#adapters/system/system-clock.ts'
import { SystemDigest } from '#adapters/system/system-digest.ts'
import type { Make } from '#adapters/testing/contracts/subject.ts'
import { chanceContract, clockContract, digestContract } from '#adapters/testing/contracts/shared/system-contract.ts'

const just =
  <Subject>(subject: Subject): Make<Subject> =>
  async () => ({ subject, close: async () => undefined })

clockContract('of this machine', just(new SystemClock()))
chanceContract('of the operating system', just(new SystemChance()))
digestContract('by OpenSSL', just(new SystemDigest()))
