import { inMemory } from './memory-subject.ts'
import { mixesContract } from '#adapters/testing/contracts/mix/mixes-contract.ts'

mixesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
