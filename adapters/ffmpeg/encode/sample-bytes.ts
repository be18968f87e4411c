import type { StereoBlock } from '#domain/sound/block.ts'
import { quantised } from '#domain/sound/pcm.ts'

/** A block as ffmpeg reads it: floats, which are little-endian, like every machine Node runs on. */
export const sampleBytes = (block: StereoBlock, isExact: boolean): Uint8Array => {
  // What ffmpeg makes integers of has to be in whole steps already: it would not round to the nearest.
  const { buffer, byteOffset, byteLength } = isExact ? quantised(block, 0) : block
  return new Uint8Array(buffer, byteOffset, byteLength)
}
