import { inMemory } from './memory-subject.ts'
import { lettersContract } from './queued-mails-contract.ts'

lettersContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
