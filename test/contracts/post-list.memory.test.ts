import { inMemory } from './memory-subject.ts'
import { postListContract } from '#adapters/testing/contracts/post/post-list-contract.ts'

postListContract(
  'in memory',
  inMemory(({ unitOfWork, postQueries }) => ({ units: unitOfWork, queries: postQueries })),
)
