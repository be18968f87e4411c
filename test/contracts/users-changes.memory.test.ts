import { inMemory } from './memory-subject.ts'
import { usersChangesContract } from '#adapters/testing/contracts/account/users-changes-contract.ts'

usersChangesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
