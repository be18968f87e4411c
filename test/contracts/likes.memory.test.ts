import { inMemory } from './memory-subject.ts'
import { likesContract } from './likes-contract.ts'

likesContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries, postQueries }) => ({
    units: unitOfWork,
    users: userQueries,
    posts: postQueries,
  })),
)
