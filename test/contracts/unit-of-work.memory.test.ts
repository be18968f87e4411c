import * as vitest from 'vitest'
import { unitOfWorkContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

unitOfWorkContract(
  vitest,
  inMemory(({ unitOfWork }) => unitOfWork),
  { name: 'in memory' },
)
