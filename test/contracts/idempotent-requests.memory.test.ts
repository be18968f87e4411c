import { inMemory } from './memory-subject.ts'
import { runsContract } from '#adapters/testing/contracts/idempotency/idempotent-requests-contract.ts'

runsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
