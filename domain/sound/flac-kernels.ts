import { CHANNELS, type StereoBlock } from './block.ts'
import { BINARY } from './flac-kernels-binary.ts'
import { instancesOf, type Memory, type Place } from './web-assembly.ts'

/** Samples of each channel and bytes of a frame that the kernels can decode: what ffmpeg writes at most, as it is. */
const MOST_FRAMES = 4608
const MOST_BYTES = 33_000
const MOST_BITS = 24

/** Bytes behind the end that are looked at and mean nothing. */
const BEHIND = 16

type Functions = {
  /**
   * Plans how a block of 4,096 frames in the room is written, interleaved if there are two channels: the code of its
   * channels.
   */
  readonly plan: (channels: number) => number
  /** Writes it as planned behind a header of so many bytes, which is in `written`: how many bytes that are in all. */
  readonly write: (code: number, header: number) => number
  /**
   * Decodes the frame at the beginning of `read`, where there are so many bytes (`end`), into the room: how many bytes it has, 0
   * if anything is unusual with it, or −1 if it is cut. `code`: 0 channels apart, 1 left and side, 2 side and right, 3 middle and side.
   */
  readonly frame: (
    header: number,
    length: number,
    channels: number,
    code: number,
    bitsPerSample: number,
    end: number,
  ) => number
}

type Exports = Functions & {
  readonly memory: Memory
  readonly room: Place
  readonly written: Place
  readonly read: Place
}

/** Inner loops of FLAC in WebAssembly (`flac-kernels.wat`) and their own memory, for one encoder or decoder. */
export type FlacKernels = Functions & {
  readonly room: StereoBlock
  readonly written: Uint8Array
  readonly read: Uint8Array
}

/** Whether the kernels can decode blocks of so many samples of so many bits. */
export const canDecode = (maximumBlock: number, bitsPerSample: number): boolean =>
  maximumBlock <= MOST_FRAMES && bitsPerSample <= MOST_BITS

/** The bytes from here on, as many as a frame may have, are put where the kernels read them: how many they are. */
export const showBytes = ({ read }: FlacKernels, bytes: Uint8Array, at: number, most: number): number => {
  const shown = bytes.subarray(at, at + Math.min(most, MOST_BYTES))
  read.set(shown)
  read.fill(0, shown.length, shown.length + BEHIND)
  return shown.length
}

const instance = instancesOf(BINARY)

const loopsOf = ({ memory, room, written, read, ...functions }: Exports): FlacKernels => ({
  ...functions,
  room: new Float32Array(memory.buffer, room.value, CHANNELS * MOST_FRAMES),
  written: new Uint8Array(memory.buffer, written.value),
  read: new Uint8Array(memory.buffer, read.value, MOST_BYTES + BEHIND),
})

/** Kernels for one encoder or decoder; `null` where there is no WebAssembly for them ({@link instancesOf}). */
export const newFlacKernels = (): FlacKernels | null => instance((exports) => loopsOf(exports as Exports))
