import { inMemory } from './memory-subject.ts'
import { identitiesContract } from './identities-contract.ts'

identitiesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
