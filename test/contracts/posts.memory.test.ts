import { inMemory } from './memory-subject.ts'
import { postsContract } from '#adapters/testing/contracts/post/posts-contract.ts'

postsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
