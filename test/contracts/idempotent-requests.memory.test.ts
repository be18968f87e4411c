import { inMemory } from './memory-subject.ts'
import { runsContract } from './idempotent-requests-contract.ts'

runsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
