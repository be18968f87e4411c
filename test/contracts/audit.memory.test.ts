import * as vitest from 'vitest'
import { auditLogContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

auditLogContract(
  vitest,
  inMemory(({ unitOfWork, auditQueries }) => ({ units: unitOfWork, queries: auditQueries })),
  { name: 'in memory' },
)
