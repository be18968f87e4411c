import { inMemory } from './memory-subject.ts'
import { usersContract } from './users-contract.ts'

usersContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
