import { inMemory } from './memory-subject.ts'
import { sessionsContract } from '#adapters/testing/contracts/account/sessions-contract.ts'

sessionsContract(
  'in memory',
  inMemory(({ unitOfWork, sessionReader }) => ({ units: unitOfWork, reader: sessionReader })),
)
