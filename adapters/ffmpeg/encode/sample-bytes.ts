import type { StereoBlock } from '#domain/sound/block.ts'
import { packPcm, quantised } from '#domain/sound/pcm.ts'
import type { SampleFormat } from '../encode-arguments.ts'

/** A block as ffmpeg reads it. Floats are not copied: they are little-endian, like every machine Node runs on. */
export const sampleBytes = (block: StereoBlock, format: SampleFormat): Uint8Array =>
  format === 's24le' ? packPcm(quantised(block, 0)) : new Uint8Array(block.buffer, block.byteOffset, block.byteLength)
