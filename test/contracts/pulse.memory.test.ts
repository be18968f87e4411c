import { inMemory } from './memory-subject.ts'
import { pulseContract } from './pulse-contract.ts'

pulseContract(
  'in memory',
  inMemory(({ pulse }) => ({ pulse, pass: (length) => pulse.advance(length) })),
)
