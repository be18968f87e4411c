import { auditContract } from '#adapters/testing/contracts/account/audit-contract.ts'
import { inMemory } from './memory-subject.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'

auditContract(
  'in memory',
  inMemory(({ unitOfWork, readAuditLog }) => ({ units: unitOfWork, entries: () => valueOf(readAuditLog()) })),
)
