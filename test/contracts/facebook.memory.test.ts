import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { memoryFacebook } from '#adapters/memory/account/memory-providers.ts'
import { facebookContract } from '#adapters/testing/contracts/account/facebook-contract.ts'

facebookContract('in memory', async () => {
  const outage = memoryOutage()
  const facebook = memoryFacebook(outage)
  return {
    subject: { facebook, issue: (identity) => facebook.issue(identity) },
    breakDown: async () => outage.breakDown(),
    repair: async () => outage.repair(),
    close: async () => undefined,
  }
})
