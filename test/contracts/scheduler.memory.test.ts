import { inMemory } from './memory-subject.ts'
import { schedulerContract } from './scheduler-contract.ts'

schedulerContract(
  'in memory',
  inMemory(({ scheduler }) => ({ scheduler, pass: (length) => scheduler.advance(length) })),
)
