import { inMemory } from './memory-subject.ts'
import { chanceContract, clockContract, digestContract } from '#adapters/testing/contracts/shared/system-contract.ts'

clockContract(
  'in memory',
  inMemory(({ clock }) => clock),
)
chanceContract(
  'in memory',
  inMemory(({ chance }) => chance),
)
digestContract(
  'in memory',
  inMemory(({ digest }) => digest),
)
