import { inMemory } from './memory-subject.ts'
import { messageQueriesContract } from '#adapters/testing/contracts/message/message-queries-contract.ts'

messageQueriesContract(
  'in memory',
  inMemory(({ unitOfWork, messageQueries }) => ({ units: unitOfWork, queries: messageQueries })),
)
