import { CHANNELS, type StereoBlock } from './block.ts'

/** The last frames of what has gone by, with room for the next block after them. */
export type Overlap = {
  /** Samples that stay from block to block. */
  readonly kept: number
  room: StereoBlock
  end: number
}

/** An overlap of so many frames; silence, at first. */
export const newOverlap = (frames: number): Overlap => ({
  kept: CHANNELS * frames,
  room: new Float32Array(CHANNELS * frames),
  end: CHANNELS * frames,
})

/** The frames that are kept, followed by the block. They are valid until the next call, which moves them. */
export const joinOverlap = (overlap: Overlap, block: StereoBlock): StereoBlock => {
  const end = overlap.kept + block.length
  const kept = overlap.room.subarray(overlap.end - overlap.kept, overlap.end)
  // Room is used again and again: new room for each block would cost as much as what is done with it.
  if (overlap.room.length < end) overlap.room = new Float32Array(end)
  overlap.room.set(kept)
  overlap.room.set(block, overlap.kept)
  overlap.end = end
  return overlap.room.subarray(0, end)
}
