import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** Beats of a bar: what is neither said nor heard of a song is common time. */
export const BEATS = 4

/** A click of the metronome, at a frame of the song. */
export type Beat = { readonly song: number; readonly isFirst: boolean }

const SECONDS = 60

/** Frames of a beat; not always a whole number. */
const framesOf = (bpm: number): number => (SECONDS * SAMPLE_RATE) / bpm

/** The beats from one frame of a song up to another. The first bar begins with the song, and bars before it count it in. */
export const beatsBetween = (bpm: number, from: number, to: number): readonly Beat[] => {
  const length = framesOf(bpm)
  const beats: Beat[] = []
  // Rounded, a beat may lie on either side of the frame.
  for (let beat = Math.floor(from / length) - 1; Math.round(beat * length) < to; beat++) {
    const song = Math.round(beat * length)
    if (song >= from) beats.push({ song, isFirst: beat % BEATS === 0 })
  }
  return beats
}

/** Frames of so many bars. */
export const barsOf = (bpm: number, bars: number): number => Math.round(bars * BEATS * framesOf(bpm))

const CLICK_FRAMES = 1200
const LEVEL = 0.4
const HIGH = 1760
const LOW = 1320

/** The sound of a beat: 25 ms of a tone that dies away, higher on the first of a bar. */
export const clickOf = ({ isFirst }: Pick<Beat, 'isFirst'>): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: CLICK_FRAMES }, (_, frame) => {
    const fade = (1 - frame / CLICK_FRAMES) ** 3
    return LEVEL * fade * Math.sin((2 * Math.PI * frame * (isFirst ? HIGH : LOW)) / SAMPLE_RATE)
  })
