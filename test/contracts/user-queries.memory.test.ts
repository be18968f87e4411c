import * as vitest from 'vitest'
import { userQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

userQueriesContract(
  vitest,
  inMemory(({ unitOfWork, userQueries, postQueries }) => ({
    units: unitOfWork,
    queries: userQueries,
    posts: postQueries,
  })),
  { name: 'in memory' },
)
