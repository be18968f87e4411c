import { inMemory } from './memory-subject.ts'
import { messageVisibilityContract } from '#adapters/testing/contracts/message/message-visibility-contract.ts'

messageVisibilityContract(
  'in memory',
  inMemory(({ unitOfWork, messageQueries }) => ({ units: unitOfWork, queries: messageQueries })),
)
