import { postQueriesContract } from '#adapters/testing/contracts/post/post-queries-contract.ts'
import { inMemory } from './memory-subject.ts'

postQueriesContract(
  'in memory',
  inMemory(({ unitOfWork, postQueries }) => ({ units: unitOfWork, queries: postQueries })),
)
