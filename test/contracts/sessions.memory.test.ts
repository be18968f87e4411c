import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { sessionReaderContract } from '#adapters/testing/contracts.ts'

sessionReaderContract(
  vitest,
  inMemory(({ unitOfWork, sessionReader }) => ({ units: unitOfWork, reader: sessionReader })),
  { name: 'in memory' },
)
