import { commentQueriesContract } from '#adapters/testing/contracts/comment/comment-queries-contract.ts'
import { inMemory } from './memory-subject.ts'

commentQueriesContract(
  'in memory',
  inMemory(({ unitOfWork, commentQueries }) => ({ units: unitOfWork, queries: commentQueries })),
)
