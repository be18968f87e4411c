import { inMemory } from './memory-subject.ts'
import { postsContract } from './posts-contract.ts'

postsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
