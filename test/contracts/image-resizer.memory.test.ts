import * as vitest from 'vitest'
import { imageResizerContract } from '#adapters/testing/contracts.ts'
import { pixelsOf } from '#test/images/pictures.ts'
import { inMemory } from './memory-subject.ts'

imageResizerContract(
  vitest,
  inMemory(({ imageResizer }) => ({ resizer: imageResizer, decode: pixelsOf })),
  { name: 'in memory' },
)
