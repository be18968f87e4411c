import { inMemory } from './memory-subject.ts'
import { usersContract } from '#adapters/testing/contracts/account/users-contract.ts'

usersContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
