import { inMemory } from './memory-subject.ts'
import { turnsContract } from './turns-contract.ts'

turnsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
