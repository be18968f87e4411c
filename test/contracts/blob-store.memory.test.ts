import * as vitest from 'vitest'
import { blobStoreContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

blobStoreContract(
  vitest,
  inMemory(({ files }) => files),
  { name: 'in memory' },
)
