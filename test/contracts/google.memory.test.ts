import * as vitest from 'vitest'
import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { memoryGoogle } from '#adapters/memory/account/memory-providers.ts'
import { googleTokensContract } from '#adapters/testing/contracts.ts'

googleTokensContract(
  vitest,
  async () => {
    const outage = memoryOutage()
    const google = memoryGoogle(outage)
    return {
      subject: { google, issue: (identity) => google.issue(identity) },
      breakDown: async () => outage.breakDown(),
      repair: async () => outage.repair(),
      close: async () => undefined,
    }
  },
  { name: 'in memory' },
)
