import * as vitest from 'vitest'
import { postQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

postQueriesContract(
  vitest,
  inMemory(({ unitOfWork, postQueries }) => ({ units: unitOfWork, queries: postQueries })),
  { name: 'in memory' },
)
