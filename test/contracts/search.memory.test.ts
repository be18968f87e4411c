import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { searchQueriesContract } from '#adapters/testing/contracts.ts'

searchQueriesContract(
  vitest,
  inMemory(({ unitOfWork, searchQueries, userQueries, postQueries, commentQueries }) => ({
    units: unitOfWork,
    queries: searchQueries,
    users: userQueries,
    posts: postQueries,
    comments: commentQueries,
  })),
  { name: 'in memory' },
)
