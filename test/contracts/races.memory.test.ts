import { inMemory } from './memory-subject.ts'
import { racesContract } from '#adapters/testing/contracts/shared/races-contract.ts'

racesContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
