import { inMemory } from './memory-subject.ts'
import { lettersContract } from './letters-contract.ts'

lettersContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
