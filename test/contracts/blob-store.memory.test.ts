import { blobStoreContract } from '#adapters/testing/contracts/track/blob-store-contract.ts'
import { inMemory } from './memory-subject.ts'

blobStoreContract(
  'in memory',
  inMemory(({ files }) => files),
)
