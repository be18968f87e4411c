import { inMemory } from './memory-subject.ts'
import { messagesContract } from './messages-contract.ts'

messagesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
