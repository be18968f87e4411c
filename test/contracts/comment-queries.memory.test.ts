import * as vitest from 'vitest'
import { commentQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

commentQueriesContract(
  vitest,
  inMemory(({ unitOfWork, commentQueries }) => ({ units: unitOfWork, queries: commentQueries })),
  { name: 'in memory' },
)
