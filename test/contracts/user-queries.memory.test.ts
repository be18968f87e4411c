import { userQueriesContract } from '#adapters/testing/contracts/account/user-queries-contract.ts'
import { inMemory } from './memory-subject.ts'

userQueriesContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries, postQueries }) => ({
    units: unitOfWork,
    queries: userQueries,
    posts: postQueries,
  })),
)
