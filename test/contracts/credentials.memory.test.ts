import * as vitest from 'vitest'
import { credentialReaderContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

credentialReaderContract(
  vitest,
  inMemory(({ unitOfWork, credentials }) => ({ units: unitOfWork, reader: credentials })),
  { name: 'in memory' },
)
