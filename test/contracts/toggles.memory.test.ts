import { inMemory } from './memory-subject.ts'
import { turnsContract } from './toggles-contract.ts'

turnsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
