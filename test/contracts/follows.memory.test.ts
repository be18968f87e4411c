import { inMemory } from './memory-subject.ts'
import { followsContract } from './follows-contract.ts'

followsContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries }) => ({ units: unitOfWork, users: userQueries })),
)
