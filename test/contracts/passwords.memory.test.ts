import { inMemory } from './memory-subject.ts'
import {
  commonPasswordsContract,
  passwordHasherContract,
} from '#adapters/testing/contracts/account/passwords-contract.ts'

passwordHasherContract(
  'in memory',
  inMemory(({ passwordHasher }) => passwordHasher),
)
commonPasswordsContract(
  'in memory',
  inMemory(({ commonPasswords }) => commonPasswords),
)
