import { auditContract } from './audit-contract.ts'
import { inMemory } from './memory-subject.ts'
import { valueOf } from './subject.ts'

auditContract(
  'in memory',
  inMemory(({ unitOfWork, readAuditLog }) => ({ units: unitOfWork, entries: () => valueOf(readAuditLog()) })),
)
