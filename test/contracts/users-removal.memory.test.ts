import { inMemory } from './memory-subject.ts'
import { usersRemovalContract } from '#adapters/testing/contracts/account/users-removal-contract.ts'

usersRemovalContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
