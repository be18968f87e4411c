import { mediaIndexContract } from './media-index-contract.ts'
import { inMemory } from './memory-subject.ts'

mediaIndexContract(
  'in memory',
  inMemory((world) => ({ units: world.unitOfWork, index: world.mediaIndex })),
)
