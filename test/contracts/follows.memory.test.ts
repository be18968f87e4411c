import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { followsContract } from '#adapters/testing/contracts.ts'

followsContract(
  vitest,
  inMemory(({ unitOfWork, userQueries }) => ({ units: unitOfWork, users: userQueries })),
  { name: 'in memory' },
)
