import { inMemory } from './memory-subject.ts'
import { unitOfWorkContract } from '#adapters/testing/contracts/shared/unit-of-work-contract.ts'

unitOfWorkContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
