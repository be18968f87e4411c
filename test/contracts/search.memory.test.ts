import { inMemory } from './memory-subject.ts'
import { searchContract } from './search-contract.ts'

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
