import { CHANNELS, type StereoBlock } from './block.ts'
import type { ChannelCode } from './flac-frame-header.ts'
import { type ChannelRoom, HISTORY } from './flac-residual.ts'

/** The first channel of a frame, and the second, if there is one. */
export type ChannelRooms = readonly [ChannelRoom, ChannelRoom]

/** Left and right again, in place (RFC 9639 §4.2). */
const unfold = ([first, second]: ChannelRooms, length: number, code: ChannelCode): void => {
  if (code === 'left and side')
    for (let at = HISTORY; at < HISTORY + length; at++) second[at] = first[at]! - second[at]!
  else if (code === 'side and right') for (let at = HISTORY; at < HISTORY + length; at++) first[at]! += second[at]!
  else if (code === 'middle and side')
    for (let at = HISTORY; at < HISTORY + length; at++) {
      const [middle, side] = [first[at]!, second[at]!]
      // The middle lacks half a step where the side is odd.
      const left = middle + Math.ceil(side / 2)
      first[at] = left
      second[at] = left - side
    }
}

/** Samples over full scale, interleaved; false if one is beyond full scale or no number. */
const interleave = (rooms: ChannelRooms, samples: StereoBlock, fullScale: number): boolean => {
  const [left, right] = rooms
  const step = 1 / fullScale
  let isWithin = true
  for (let at = 0, from = HISTORY; at < samples.length; at += CHANNELS, from++) {
    const [one, other] = [left[from]!, right[from]!]
    if (!(one >= -fullScale && one < fullScale && other >= -fullScale && other < fullScale)) isWithin = false
    samples[at] = one * step
    samples[at + 1] = other * step
  }
  return isWithin
}

/**
 * What was kept of a frame as stereo, integers over 2^(bits − 1): exact up to 24 bits, rounded to the nearest float beyond.
 * Mono is heard on both sides. Null if a sample is beyond full scale.
 */
export const samplesOf = (
  rooms: ChannelRooms,
  frame: { readonly length: number; readonly code: ChannelCode; readonly isMono: boolean; readonly bits: number },
  newBlock: (samples: number) => StereoBlock,
): StereoBlock | null => {
  const samples = newBlock(CHANNELS * frame.length)
  unfold(rooms, frame.length, frame.code)
  const heard: ChannelRooms = frame.isMono ? [rooms[0], rooms[0]] : rooms
  return interleave(heard, samples, 2 ** (frame.bits - 1)) ? samples : null
}
