import { blobStoreContract } from './blob-store-contract.ts'
import { inMemory } from './memory-subject.ts'

blobStoreContract(
  'in memory',
  inMemory(({ files }) => files),
)
