import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { commonPasswordsContract, passwordHasherContract } from '#adapters/testing/contracts.ts'

passwordHasherContract(
  vitest,
  inMemory(({ passwordHasher }) => passwordHasher),
  { name: 'in memory' },
)
commonPasswordsContract(
  vitest,
  inMemory(({ commonPasswords }) => commonPasswords),
  { name: 'in memory' },
)
