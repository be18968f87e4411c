import { inMemory } from './memory-subject.ts'
import { schedulerContract } from '#adapters/testing/contracts/shared/scheduler-contract.ts'

schedulerContract(
  'in memory',
  inMemory(({ scheduler }) => ({ scheduler, pass: (length) => scheduler.advance(length) })),
)
