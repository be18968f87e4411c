import { credentialsContract } from '#adapters/testing/contracts/account/credentials-contract.ts'
import { inMemory } from './memory-subject.ts'

credentialsContract(
  'in memory',
  inMemory(({ unitOfWork, credentials }) => ({ units: unitOfWork, reader: credentials })),
)
