import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { chanceContract, clockContract, digestContract } from '#adapters/testing/contracts.ts'

clockContract(
  vitest,
  inMemory(({ clock }) => clock),
  { name: 'in memory' },
)
chanceContract(
  vitest,
  inMemory(({ chance }) => chance),
  { name: 'in memory' },
)
digestContract(
  vitest,
  inMemory(({ digest }) => digest),
  { name: 'in memory' },
)
