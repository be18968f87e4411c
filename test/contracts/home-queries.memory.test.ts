import * as vitest from 'vitest'
import { homeQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

homeQueriesContract(
  vitest,
  inMemory(({ unitOfWork, homeQueries, userQueries, postQueries }) => ({
    units: unitOfWork,
    queries: homeQueries,
    users: userQueries,
    posts: postQueries,
  })),
  { name: 'in memory' },
)
