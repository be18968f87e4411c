import type { StereoBlock } from './block.ts'

/** One block is being made and one is being read on each side of a fork. */
const ROOMS = 3

/**
 * Memory for blocks, used again and again: new memory for each costs more than most of what is done with a block. A block
 * of so many samples is valid until the next but one is asked for, and holds whatever was there before.
 */
export const blockRing = (): ((length: number) => StereoBlock) => {
  const rooms = Array.from({ length: ROOMS }, () => new Float32Array(0))
  let next = 0
  return (length) => {
    next = (next + 1) % ROOMS
    if (rooms[next]!.length < length) rooms[next] = new Float32Array(length)
    return rooms[next]!.subarray(0, length)
  }
}
