import * as vitest from 'vitest'
import { auditLogContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'

auditLogContract(
  vitest,
  inMemory(({ unitOfWork, readAuditLog }) => ({ units: unitOfWork, entries: () => valueOf(readAuditLog()) })),
  { name: 'in memory' },
)
