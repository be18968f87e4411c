import { inMemory } from './memory-subject.ts'
import { postListContract } from './post-list-contract.ts'

postListContract(
  'in memory',
  inMemory(({ unitOfWork, postQueries }) => ({ units: unitOfWork, queries: postQueries })),
)
