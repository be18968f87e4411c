import { inMemory } from './memory-subject.ts'
import { likesContract } from '#adapters/testing/contracts/post/likes-contract.ts'

likesContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries, postQueries }) => ({
    units: unitOfWork,
    users: userQueries,
    posts: postQueries,
  })),
)
