import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { messageQueriesContract } from '#adapters/testing/contracts.ts'

messageQueriesContract(
  vitest,
  inMemory(({ unitOfWork, messageQueries }) => ({ units: unitOfWork, queries: messageQueries })),
  { name: 'in memory' },
)
