import { homeQueriesContract } from '#adapters/testing/contracts/home/home-queries-contract.ts'
import { inMemory } from './memory-subject.ts'

homeQueriesContract(
  'in memory',
  inMemory(({ unitOfWork, homeQueries, userQueries, postQueries }) => ({
    units: unitOfWork,
    queries: homeQueries,
    users: userQueries,
    posts: postQueries,
  })),
)
