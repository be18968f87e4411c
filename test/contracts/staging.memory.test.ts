import { inMemory } from './memory-subject.ts'
import { stagingContract } from '#adapters/testing/contracts/track/staging-contract.ts'

stagingContract(
  'in memory',
  inMemory(({ files }) => ({ staging: files.staging, leftovers: async () => files.staged().length })),
)
