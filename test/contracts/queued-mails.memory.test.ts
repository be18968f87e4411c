import { inMemory } from './memory-subject.ts'
import { lettersContract } from '#adapters/testing/contracts/account/queued-mails-contract.ts'

lettersContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
