import { inMemory } from './memory-subject.ts'
import { sessionsOfUserContract } from './sessions-of-user-contract.ts'

sessionsOfUserContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
