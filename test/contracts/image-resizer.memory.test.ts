import { imageResizerContract } from './image-resizer-contract.ts'
import { inMemory } from './memory-subject.ts'

imageResizerContract(
  'in memory',
  inMemory((world) => world.imageResizer),
)
