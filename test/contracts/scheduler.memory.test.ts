import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { schedulerContract } from '#adapters/testing/contracts.ts'

schedulerContract(
  vitest,
  inMemory(({ scheduler }) => ({ scheduler, pass: (length) => scheduler.advance(length) })),
  { name: 'in memory' },
)
