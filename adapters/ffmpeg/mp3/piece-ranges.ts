import { FRAME_SAMPLES } from './frames.ts'

/**
 * The frames a piece adds to the master: 45 seconds. Each piece costs the start of an ffmpeg, and in shorter ones that
 * shows; of longer ones a song has too few to keep two processors busy to its end. It does not depend on the machine,
 * so that the master does not either.
 */
export const PIECE_FRAMES = 1875

/** So much more, 15 seconds, is part of the last piece: in a piece of its own it would keep a processor waiting. */
const MORE_FRAMES = 625

/** Encoded before the piece and thrown away, so that the encoder has heard what precedes it. */
const PREROLL_FRAMES = 20
/** Encoded after it for the same reason: the encoder looks ahead. */
const TAIL_FRAMES = 8

const PIECE_SAMPLES = PIECE_FRAMES * FRAME_SAMPLES
const MORE_SAMPLES = MORE_FRAMES * FRAME_SAMPLES

/** A part of the sound, in samples per channel, and which frames of its encode are kept. */
export type PieceRange = {
  readonly from: number
  readonly to: number
  readonly skippedFrames: number
}

/** The range of the nth piece, if it is not the last: that one goes on to the end of the sound. */
export const pieceRange = (index: number): PieceRange => {
  const skippedFrames = index === 0 ? 0 : PREROLL_FRAMES
  const from = index * PIECE_SAMPLES
  return {
    from: from - skippedFrames * FRAME_SAMPLES,
    to: from + PIECE_SAMPLES + TAIL_FRAMES * FRAME_SAMPLES,
    skippedFrames,
  }
}

/** The number of pieces of a sound. The last one keeps all its frames, also those that flush the encoder. */
export const pieceCount = (samples: number): number => Math.max(1, Math.ceil((samples - MORE_SAMPLES) / PIECE_SAMPLES))
