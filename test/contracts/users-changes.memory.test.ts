import { inMemory } from './memory-subject.ts'
import { usersChangesContract } from './users-changes-contract.ts'

usersChangesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
