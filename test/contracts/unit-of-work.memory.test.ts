import { inMemory } from './memory-subject.ts'
import { unitOfWorkContract } from './unit-of-work-contract.ts'

unitOfWorkContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
