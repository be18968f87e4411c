import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ImageResizer } from '#application/image/image-resizer.ts'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { Size } from '#domain/image/image.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'
import { type Pixels, pngHeader, readPng, writePng } from './memory-png.ts'

const gathered = async (bytes: ByteStream): Promise<Result<Buffer, Unavailable>> => {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) {
    if (piece.isErr()) return err(piece.error)
    pieces.push(piece.value)
  }
  return ok(Buffer.concat(pieces))
}

/** Each pixel is the one that lies nearest to its place in the middle of the source. */
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

/**
 * Pictures without a library, for property tests and for hosts whose pictures are PNGs of 8 bits, RGB or RGBA, not
 * interlaced: it decodes no others. What it makes is PNG too, whatever its path says. It smooths nothing.
 */
export const memoryImages = (outage: MemoryOutage = memoryOutage()): ImageResizer => {
  const reached = (bytes: ByteStream): ResultAsync<Buffer, Unavailable> =>
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
        const pixels = isTooLarge ? null : readPng(file)
        return pixels === null
          ? err({ type: 'ImageFault', cause: 'no PNG that is decoded in memory' } as const)
          : ok(sizes.map((size) => writePng(filled(pixels, size))))
      }),
  }
}
