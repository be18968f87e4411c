import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import type { Make } from '#adapters/testing/contracts/subject.ts'
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

const just =
  <Subject>(subject: Subject): Make<Subject> =>
  async () => ({ subject, close: async () => undefined })

clockContract(vitest, just(memoryPorts().clock), { name: 'of memory, real' })
chanceContract(vitest, just(memoryPorts().chance), { name: 'of memory, real' })
