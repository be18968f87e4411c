import { imageResizerContract } from '#adapters/testing/contracts/image/image-resizer-contract.ts'
import { inMemory } from './memory-subject.ts'

imageResizerContract(
  'in memory',
  inMemory((world) => world.imageResizer),
)
