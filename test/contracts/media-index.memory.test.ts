import { mediaIndexContract } from '#adapters/testing/contracts/track/media-index-contract.ts'
import { inMemory } from './memory-subject.ts'

mediaIndexContract(
  'in memory',
  inMemory((world) => ({ units: world.unitOfWork, index: world.mediaIndex })),
)
