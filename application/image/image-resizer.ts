import type { ResultAsync } from 'neverthrow'
import type { ImageClaim, Size } from '#domain/image/image.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from '../track/audio.ts'

/** The image cannot be decoded, or not within the time limit. */
export type ImageFault = { readonly type: 'ImageFault'; readonly cause: string }

/** Decodes, crops and encodes images. */
export interface ImageResizer {
  /** What the header of the image says; `null` if it is not a supported format. Decodes no pixel. */
  look(bytes: ByteStream): Outcome<ImageClaim | null>
  /**
   * One image per size, in this order, in `STORED_IMAGE_FORMAT`: turned upright by its EXIF orientation, scaled to fill
   * the size, cropped around its middle, in 8-bit sRGB with transparency, and without metadata. Of an animation, the
   * first frame. More pixels than the maximum are a fault.
   */
  resize(
    bytes: ByteStream,
    sizes: readonly Size[],
    limit: { readonly maximumPixels: number },
  ): ResultAsync<readonly Uint8Array[], ImageFault | Unavailable>
}
