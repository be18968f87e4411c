import { inMemory } from './memory-subject.ts'
import { followsContract } from '#adapters/testing/contracts/follow/follows-contract.ts'

followsContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries }) => ({ units: unitOfWork, users: userQueries })),
)
