import * as vitest from 'vitest'
import { mixEventsContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

mixEventsContract(
  vitest,
  inMemory((world) => ({ units: world.unitOfWork, events: world.mixEvents, queries: world.mixQueries })),
  { name: 'in memory' },
)
