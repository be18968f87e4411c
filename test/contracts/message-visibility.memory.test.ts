import { inMemory } from './memory-subject.ts'
import { messageVisibilityContract } from './message-visibility-contract.ts'

messageVisibilityContract(
  'in memory',
  inMemory(({ unitOfWork, messageQueries }) => ({ units: unitOfWork, queries: messageQueries })),
)
