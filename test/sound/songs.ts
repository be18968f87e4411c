import type { StereoBlock } from '#domain/sound/block.ts'
import { inARow, louder, musicLike, noise, silence, sine, together } from './signals.ts'

/** Sounds on which two loudness meters should agree: noise, something like music, gaps, one channel, hum and hiss. */
export const SOUNDS: readonly { readonly name: string; readonly block: StereoBlock }[] = [
  { name: 'white noise', block: noise({ seconds: 20, level: -12 }) },
  { name: 'something like a song', block: musicLike({ seconds: 60 }) },
  { name: 'a soft song', block: louder(musicLike({ seconds: 30, seed: 7 }), -25) },
  {
    name: 'a song with silence in it',
    block: inARow(silence(3.33), musicLike({ seconds: 17.7 }), silence(9), louder(musicLike({ seconds: 11 }), -12)),
  },
  { name: 'a bass in one channel', block: sine({ hertz: 41.2, level: [-6, -Infinity], seconds: 15, ramp: 0.5 }) },
  {
    name: 'a high tone above hum',
    block: together(
      sine({ hertz: 9_000, level: [-30, -20], seconds: 12 }),
      sine({ hertz: 50, level: -10, seconds: 8 }),
    ),
  },
]
