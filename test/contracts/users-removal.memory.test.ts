import { inMemory } from './memory-subject.ts'
import { usersRemovalContract } from './users-removal-contract.ts'

usersRemovalContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
