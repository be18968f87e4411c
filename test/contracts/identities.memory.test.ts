import { inMemory } from './memory-subject.ts'
import { identitiesContract } from '#adapters/testing/contracts/account/identities-contract.ts'

identitiesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
