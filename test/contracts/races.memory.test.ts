import { inMemory } from './memory-subject.ts'
import { racesContract } from './races-contract.ts'

racesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
