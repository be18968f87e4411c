import { err, okAsync } from 'neverthrow'
import type { ImageResizer } from '#application/image/image-resizer.ts'
import type { Ports } from '#application/ports.ts'

const imageResizer: ImageResizer = {
  look: () => okAsync(null),
  resize: () => okAsync().andThen(() => err({ type: 'ImageFault', cause: 'this host takes no pictures' } as const)),
}

/** For a host that takes no pictures: every one is refused as `ImageUnsupported`. */
export const withoutImages: Pick<Ports, 'imageResizer'> = { imageResizer }
