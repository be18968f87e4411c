import { inMemory } from './memory-subject.ts'
import { searchContract } from '#adapters/testing/contracts/search/search-contract.ts'

searchContract(
  'in memory',
  inMemory(({ unitOfWork, searchQueries, userQueries, postQueries, commentQueries }) => ({
    units: unitOfWork,
    queries: searchQueries,
    users: userQueries,
    posts: postQueries,
    comments: commentQueries,
  })),
)
