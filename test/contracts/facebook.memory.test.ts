import * as vitest from 'vitest'
import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { memoryFacebook } from '#adapters/memory/account/memory-providers.ts'
import { facebookTokensContract } from '#adapters/testing/contracts.ts'

facebookTokensContract(
  vitest,
  async () => {
    const outage = memoryOutage()
    const facebook = memoryFacebook(outage)
    return {
      subject: { facebook, issue: (identity) => facebook.issue(identity) },
      breakDown: async () => outage.breakDown(),
      repair: async () => outage.repair(),
      close: async () => undefined,
    }
  },
  { name: 'in memory' },
)
