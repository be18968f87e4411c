import { inMemory } from './memory-subject.ts'
import { userListContract } from '#adapters/testing/contracts/account/user-list-contract.ts'

userListContract(
  'in memory',
  inMemory(({ unitOfWork, userQueries }) => ({ units: unitOfWork, queries: userQueries })),
)
