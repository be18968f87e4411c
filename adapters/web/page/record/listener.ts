import { chirp, delayOf } from '#domain/sound/round-trip.ts'
import type { Chunk } from './protocol.ts'

/** What the chirp takes to come back. */
export type Heard = { readonly delayFrames: number | null; readonly confidence: number }

/** Listens for the chirp in so many frames from one on; the left channel. Gives null until they are there. */
export const chirpListener = (from: number, frames: number, channels: number) => {
  const heard = new Float32Array(frames)
  return ({ frame, samples }: Chunk): Heard | null => {
    const length = samples.length / channels
    for (let at = Math.max(0, from - frame); at < length; at++) {
      const place = frame + at - from
      if (place >= frames) break
      heard[place] = samples[at * channels]!
    }
    if (frame + length < from + frames) return null
    return delayOf(heard, chirp()).match(
      (roundTrip): Heard => roundTrip,
      () => ({ delayFrames: null, confidence: 0 }),
    )
  }
}
