import type { StereoBlock } from '#domain/sound/block.ts'
import type { SampleFormat } from '../encode-arguments.ts'

const FULL_SCALE = 2 ** 23
const WIDTH = 3

/** Samples as 24-bit integers, to the nearest and within their range. */
const integers = (block: StereoBlock): Uint8Array => {
  const bytes = new Uint8Array(block.length * WIDTH)
  let at = 0
  for (const sample of block) {
    const integer = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample * FULL_SCALE)))
    bytes[at++] = integer & 0xff
    bytes[at++] = (integer >> 8) & 0xff
    bytes[at++] = (integer >> 16) & 0xff
  }
  return bytes
}

/** A block as ffmpeg reads it. Floats are not copied: they are little-endian, like every machine Node runs on. */
export const sampleBytes = (block: StereoBlock, format: SampleFormat): Uint8Array =>
  format === 's24le' ? integers(block) : new Uint8Array(block.buffer, block.byteOffset, block.byteLength)
