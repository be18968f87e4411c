import type { StereoBlock } from './block.ts'
import { type Kernels, piecesOf, sharedKernels } from './kernels.ts'

/** Full scale of a 24-bit sample. */
const FULL_SCALE = 2 ** 23
const HIGHEST = FULL_SCALE - 1
const BYTES = 3

/** Beyond this headroom, products in 32 bits would be denormal numbers. */
const MOST_IN_32_BITS = 100

/** The smallest headroom, in steps of 6.02 dB, at which no 24-bit sample of such a peak is clipped. */
export const headroomFor = (peak: number): number => {
  let [headroom, rest] = [0, peak]
  while (rest * FULL_SCALE > HIGHEST + 0.5) [headroom, rest] = [headroom + 1, rest / 2]
  return headroom
}

const quantisedInTypeScript = (block: StereoBlock, scale: number, samples: StereoBlock): StereoBlock => {
  const step = 1 / FULL_SCALE
  for (let at = 0; at < block.length; at++) {
    // Integers have no −0.
    const sample = Math.round(block[at]! * scale) + 0
    // A NaN fails both comparisons.
    samples[at] = sample > HIGHEST ? HIGHEST * step : sample >= -FULL_SCALE ? sample * step : sample < 0 ? -1 : 0
  }
  return samples
}

const quantisedInWebAssembly = (
  block: StereoBlock,
  scale: number,
  samples: StereoBlock,
  kernels: Kernels,
): StereoBlock => {
  let at = 0
  for (const piece of piecesOf(block)) {
    kernels.samples.set(piece)
    kernels.quantise(piece.length, scale)
    samples.set(kernels.samples.subarray(0, piece.length), at)
    at += piece.length
  }
  return samples
}

/**
 * The samples as 24-bit integers over 2²³, rounded to the nearest, after they were lowered by so many steps of 6.02 dB.
 * What is still beyond full scale is clipped, and what is no number is silence. There is no −0, so these are the bits that
 * any decoder gives back. They are written into `room`, which is as long as the block and may be the block itself.
 */
export const quantised = (
  block: StereoBlock,
  headroom: number,
  kernels: Kernels | null = sharedKernels(),
  room: StereoBlock = new Float32Array(block.length),
): StereoBlock => {
  const scale = FULL_SCALE / 2 ** headroom
  return kernels === null || headroom > MOST_IN_32_BITS
    ? quantisedInTypeScript(block, scale, room)
    : quantisedInWebAssembly(block, scale, room, kernels)
}

const packedInTypeScript = (block: StereoBlock): Uint8Array => {
  const bytes = new Uint8Array(block.length * BYTES)
  for (let at = 0, to = 0; at < block.length; at++, to += BYTES) {
    const sample = block[at]! * FULL_SCALE
    bytes[to] = sample
    bytes[to + 1] = sample >> 8
    bytes[to + 2] = sample >> 16
  }
  return bytes
}

const packedInWebAssembly = (block: StereoBlock, kernels: Kernels): Uint8Array => {
  const bytes = new Uint8Array(block.length * BYTES)
  let at = 0
  for (const piece of piecesOf(block)) {
    kernels.samples.set(piece)
    kernels.pack(piece.length)
    bytes.set(kernels.bytes.subarray(0, BYTES * piece.length), at)
    at += BYTES * piece.length
  }
  return bytes
}

/** Quantised samples as interleaved 24-bit little-endian integers. */
export const packPcm = (block: StereoBlock, kernels: Kernels | null = sharedKernels()): Uint8Array =>
  kernels === null ? packedInTypeScript(block) : packedInWebAssembly(block, kernels)
