import { inMemory } from './memory-subject.ts'
import { pendingChangesContract } from '#adapters/testing/contracts/account/pending-changes-contract.ts'

pendingChangesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
