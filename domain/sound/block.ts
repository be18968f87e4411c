import type { Result } from 'neverthrow'

/** Sample rate in Hz of every stem and master. A frame is one sample per channel. */
export const SAMPLE_RATE = 48_000

/** Stereo: left and right. */
export const CHANNELS = 2

/** Bytes of a frame as 32-bit floats. */
export const FRAME_BYTES = 4 * CHANNELS

/** Interleaved stereo (left, right, left, …) at 48 kHz, 32-bit float, full scale ±1. Any number of whole frames. */
export type StereoBlock = Float32Array

/**
 * Audio, block by block. The first fault ends it. A block is valid until the next but one is asked for: its memory may be used
 * again, so whoever keeps a block keeps a copy.
 */
export type BlockStream<Fault> = AsyncIterable<Result<StereoBlock, Fault>>
