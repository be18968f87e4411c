import { inMemory } from './memory-subject.ts'
import { activationKeysContract } from '#adapters/testing/contracts/account/activation-keys-contract.ts'

activationKeysContract(
  'in memory',
  inMemory(({ unitOfWork }) => unitOfWork),
)
