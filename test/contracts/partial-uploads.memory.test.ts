import * as vitest from 'vitest'
import { partialUploadsContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

partialUploadsContract(
  vitest,
  inMemory(({ partialUploads }) => ({ partialUploads })),
  { name: 'in memory' },
)
