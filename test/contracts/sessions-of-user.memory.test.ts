import { inMemory } from './memory-subject.ts'
import { sessionsOfUserContract } from '#adapters/testing/contracts/account/sessions-of-user-contract.ts'

sessionsOfUserContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
