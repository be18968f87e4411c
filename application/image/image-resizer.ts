import type { ResultAsync } from 'neverthrow'
import type { ImageClaim, Size } from '#domain/image/image.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from '../track/audio.ts'

/** The bytes are of the format they claim but cannot be decoded, or not within the time that is given to it. */
export type ImageFault = { readonly type: 'ImageFault'; readonly cause: string }

/** Makes pictures of uploads. */
export interface ImageResizer {
  /** What the bytes claim to be in their header; `null` for none of our formats. No pixel is decoded. */
  look(bytes: ByteStream): Outcome<ImageClaim | null>
  /**
   * One picture a size, in this order, each in the format pictures are kept as: upright by its EXIF orientation,
   * scaled until it fills the size, its middle cut out, in sRGB of 8 bits, what shines through kept, and nothing told but
   * its pixels. Of an animation it is the first picture. Bytes with more pixels than the maximum are a fault.
   */
  resize(
    bytes: ByteStream,
    sizes: readonly Size[],
    limit: { readonly maximumPixels: number },
  ): ResultAsync<readonly Uint8Array[], ImageFault | Unavailable>
}
