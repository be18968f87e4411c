import type { StereoBlock } from './block.ts'

/** Full scale of a 24-bit sample. */
const FULL_SCALE = 2 ** 23
const HIGHEST = FULL_SCALE - 1
const BYTES = 3

/** The smallest headroom, in steps of 6.02 dB, at which no 24-bit sample of such a peak is clipped. */
export const headroomFor = (peak: number): number => {
  let [headroom, rest] = [0, peak]
  while (rest * FULL_SCALE > HIGHEST + 0.5) [headroom, rest] = [headroom + 1, rest / 2]
  return headroom
}

/**
 * The samples as 24-bit integers over 2²³, rounded to the nearest, after they were lowered by so many steps of 6.02 dB.
 * What is still beyond full scale is clipped, and what is no number is silence.
 */
export const quantised = (block: StereoBlock, headroom: number): StereoBlock => {
  const [scale, step] = [FULL_SCALE / 2 ** headroom, 1 / FULL_SCALE]
  const samples = new Float32Array(block.length)
  for (let at = 0; at < block.length; at++) {
    const sample = Math.round(block[at]! * scale)
    // A NaN fails both comparisons.
    samples[at] = sample > HIGHEST ? HIGHEST * step : sample >= -FULL_SCALE ? sample * step : sample < 0 ? -1 : 0
  }
  return samples
}

/** Quantised samples as interleaved 24-bit little-endian integers. */
export const packPcm = (block: StereoBlock): Uint8Array => {
  const bytes = new Uint8Array(block.length * BYTES)
  for (let at = 0, to = 0; at < block.length; at++, to += BYTES) {
    const sample = block[at]! * FULL_SCALE
    bytes[to] = sample
    bytes[to + 1] = sample >> 8
    bytes[to + 2] = sample >> 16
  }
  return bytes
}
