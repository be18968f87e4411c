import { CHANNELS, type StereoBlock } from './block.ts'
import { BINARY } from './kernels-binary.ts'
import { instancesOf, type Memory, type Place } from './web-assembly.ts'

/** Frames that the kernels take at once; longer blocks go to them in pieces. */
const PIECE_FRAMES = 8192

/** Frames that the room has place for: a piece, and the 246 that a limiter keeps before it. */
const ROOM_FRAMES = PIECE_FRAMES + 246

/** Bytes by which memory grows. */
const PAGE = 65_536

/** The functions that `kernels.wat` exports. They work on the room, from its beginning. */
type Functions = {
  /** The larger of `peak` and the true peak of so many frames, but of the first stretch and the last 6, which are only read. */
  readonly highest: (frames: number, peak: number) => number
  /** A limiter begins: its gain is 1. */
  readonly rest: () => void
  /** Limits so many frames in place, behind which lie those of the look-ahead. */
  readonly limit: (frames: number, factor: number, threshold: number) => void
  /** Quantises so many samples in place; the scale is a power of 2 and no denormal number. */
  readonly quantise: (samples: number, scale: number) => void
  /** Packs so many samples in place. */
  readonly pack: (samples: number) => void
  /** Weighs so many frames, and gives the sum with their squares. */
  readonly weigh: (frames: number, sum: number) => number
  /** Adds so many frames, each side by its factor, to the sums from index `at` on. */
  readonly add: (at: number, frames: number, left: number, right: number) => void
  /** Rounds so many frames of the sums to 32 bits; `mixed` has them then, and the sums are lost. */
  readonly round: (frames: number) => void
}

type Exports = Functions & {
  readonly memory: Memory
  readonly room: Place
  readonly sums: Place
  readonly weighting: Place
}

/**
 * Inner loops of the sound in WebAssembly (`kernels.wat`) and their own memory. Each gives the bits of the TypeScript beside
 * its caller, which does the same where there are no kernels. What they remember belongs to one sound: every meter, limiter
 * and mixdown has kernels of its own.
 */
export type Kernels = Functions & {
  /** The room: 8,438 frames, silent at first. */
  readonly samples: StereoBlock
  /** The same as bytes. */
  readonly bytes: Uint8Array
  /** As many sums as were asked for, 0 at first, and what they are rounded to. */
  readonly sums: Float64Array
  readonly mixed: StereoBlock
  /** The eight numbers that K-weighting remembers, and the largest sample of each channel. */
  readonly weighting: Float64Array
}

const instance = instancesOf(BINARY)

const loopsOf = ({ memory, room, sums, weighting, ...functions }: Exports, length: number): Kernels => {
  const missing = sums.value + Float64Array.BYTES_PER_ELEMENT * length - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  return {
    ...functions,
    samples: new Float32Array(memory.buffer, room.value, CHANNELS * ROOM_FRAMES),
    bytes: new Uint8Array(memory.buffer, room.value),
    sums: new Float64Array(memory.buffer, sums.value, length),
    mixed: new Float32Array(memory.buffer, sums.value, length),
    weighting: new Float64Array(memory.buffer, weighting.value, 10),
  }
}

/** Kernels for one sound, with room for so many sums; `null` where there is no WebAssembly for them ({@link instancesOf}). */
export const newKernels = (sums = 0): Kernels | null => instance((exports) => loopsOf(exports as Exports, sums))

let shared: Kernels | null | undefined

/** Kernels for whatever is done in one call and remembers nothing. */
export const sharedKernels = (): Kernels | null => {
  if (shared === undefined) shared = newKernels()
  return shared
}

/** The block in pieces that fit into the room. */
export const piecesOf = (block: StereoBlock): readonly StereoBlock[] => {
  const length = CHANNELS * PIECE_FRAMES
  if (block.length <= length) return [block]
  return Array.from({ length: Math.ceil(block.length / length) }, (_, at) =>
    block.subarray(length * at, length * (at + 1)),
  )
}
