import * as vitest from 'vitest'
import { revisionQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

revisionQueriesContract(
  vitest,
  inMemory(({ unitOfWork, revisionQueries }) => ({ units: unitOfWork, queries: revisionQueries })),
  { name: 'in memory' },
)
