import * as vitest from 'vitest'
import { proposalQueriesContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

proposalQueriesContract(
  vitest,
  inMemory(({ unitOfWork, proposalQueries }) => ({ units: unitOfWork, queries: proposalQueries })),
  { name: 'in memory' },
)
