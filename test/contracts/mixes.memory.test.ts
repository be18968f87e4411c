import { inMemory } from './memory-subject.ts'
import { mixesContract } from './mixes-contract.ts'

mixesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
