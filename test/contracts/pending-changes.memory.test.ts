import { inMemory } from './memory-subject.ts'
import { pendingChangesContract } from './pending-changes-contract.ts'

pendingChangesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
