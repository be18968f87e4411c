import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { stagingContract } from '#adapters/testing/contracts.ts'

stagingContract(
  vitest,
  inMemory(({ files }) => ({ staging: files.staging, fileCount: async () => files.staged().length })),
  { name: 'in memory' },
)
