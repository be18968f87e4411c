import { inMemory } from './memory-subject.ts'
import { commentsContract } from './comments-contract.ts'

commentsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
