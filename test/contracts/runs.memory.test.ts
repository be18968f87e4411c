import { inMemory } from './memory-subject.ts'
import { runsContract } from './runs-contract.ts'

runsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
