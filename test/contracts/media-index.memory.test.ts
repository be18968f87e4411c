import * as vitest from 'vitest'
import { mediaIndexContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

mediaIndexContract(
  vitest,
  inMemory((world) => ({ units: world.unitOfWork, index: world.mediaIndex })),
  { name: 'in memory' },
)
