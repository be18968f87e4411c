import { inMemory } from './memory-subject.ts'
import { commentsContract } from '#adapters/testing/contracts/comment/comments-contract.ts'

commentsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
