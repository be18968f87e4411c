import { inMemory } from './memory-subject.ts'
import { turnsContract } from '#adapters/testing/contracts/shared/toggles-contract.ts'

turnsContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
