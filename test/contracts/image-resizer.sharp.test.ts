import * as vitest from 'vitest'
import { pixelsOf } from '#test/images/pictures.ts'
import { loadSharp, SharpImages } from '#adapters/sharp/sharp-images.ts'
import { imageResizerContract } from '#adapters/testing/contracts.ts'

/** A library that was not there when it was loaded never comes; the adapter is made anew. */
imageResizerContract(
  vitest,
  async () => {
    let load = loadSharp
    let images: SharpImages | null = null
    const subject = () => (images ??= new SharpImages(load))
    return {
      subject: {
        resizer: {
          look: (bytes) => subject().look(bytes),
          resize: (bytes, sizes, limit) => subject().resize(bytes, sizes, limit),
        },
        decode: pixelsOf,
      },
      breakDown: async () => {
        load = () => Promise.reject(new Error('Could not load the "sharp" module'))
        images = null
      },
      close: async () => undefined,
    }
  },
  { name: 'sharp' },
)
