import { inMemory } from './memory-subject.ts'
import { messagesContract } from '#adapters/testing/contracts/message/messages-contract.ts'

messagesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
