import { inMemory } from './memory-subject.ts'
import { activationKeysContract } from './activation-keys-contract.ts'

activationKeysContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
