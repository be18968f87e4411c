import { loadSharp, SharpImages } from '#adapters/sharp/sharp-images.ts'
import { imageResizerContract } from '#adapters/testing/contracts/image/image-resizer-contract.ts'

/** A library that was not there when it was loaded never comes; the adapter is made anew. */
imageResizerContract('sharp', async () => {
  let load = loadSharp
  let images: SharpImages | null = null
  const subject = () => (images ??= new SharpImages(load))
  return {
    subject: {
      look: (bytes) => subject().look(bytes),
      resize: (bytes, sizes, limit) => subject().resize(bytes, sizes, limit),
    },
    breakDown: async () => {
      load = () => Promise.reject(new Error('Could not load the "sharp" module'))
      images = null
    },
    close: async () => undefined,
  }
})
