import { err, errAsync, ok, type Result, ResultAsync } from 'neverthrow'
import type { ImageFault, ImageResizer } from '#application/image/image-resizer.ts'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { Size } from '#domain/image/image.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'
import { gathered } from './bytes.ts'
import { type Pixels, pngHeader, readPng, writePng } from './memory-png.ts'

/** Scales to fill the size and crops around the middle, by the nearest pixel. */
const filled = (source: Pixels, { width, height }: Size): Pixels => {
  const scale = Math.min(source.width / width, source.height / height)
  const nearest = (at: number, length: number, from: number) =>
    Math.min(from - 1, Math.floor(from / 2 + (at + 0.5 - length / 2) * scale))
  const rgba = new Uint8Array(4 * width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = nearest(y, height, source.height) * source.width + nearest(x, width, source.width)
      rgba.set(source.rgba.subarray(4 * at, 4 * at + 4), 4 * (y * width + x))
    }
  }
  return { width, height, rgba }
}

const NOT_DECODED: ImageFault = { type: 'ImageFault', cause: 'no PNG that is decoded in memory' }

/** Rejects if the runtime has no compression streams. */
const drawn = async (file: Uint8Array, sizes: readonly Size[]): Promise<Result<readonly Uint8Array[], ImageFault>> => {
  const pixels = await readPng(file)
  if (pixels === null) return err(NOT_DECODED)
  return ok(await Promise.all(sizes.map((size) => writePng(filled(pixels, size)))))
}

const made = (file: Uint8Array, sizes: readonly Size[]): ResultAsync<readonly Uint8Array[], ImageFault | Unavailable> =>
  ResultAsync.fromPromise(drawn(file, sizes), (cause) => unavailable('images', cause)).andThen((pictures) => pictures)

/**
 * Resizes images without a library, for property tests and for hosts that use PNG only. Decodes PNGs of 8 bits, RGB or RGBA,
 * not interlaced. The result is a PNG, whatever its path says, and not smoothed.
 */
export const memoryImages = (outage: MemoryOutage = memoryOutage()): ImageResizer => {
  const reached = (bytes: ByteStream): ResultAsync<Uint8Array, Unavailable> =>
    new ResultAsync(Promise.resolve(outage.check('images'))).andThen(() => new ResultAsync(gathered(bytes)))

  return {
    look: (bytes) =>
      reached(bytes).map((file) => {
        const header = pngHeader(file)
        return header === null ? null : { format: 'png', width: header.width, height: header.height }
      }),
    resize: (bytes, sizes, { maximumPixels }) =>
      reached(bytes).andThen((file) => {
        const header = pngHeader(file)
        const isTooLarge = header === null || header.width * header.height > maximumPixels
        return isTooLarge ? errAsync(NOT_DECODED) : made(file, sizes)
      }),
  }
}
