import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { barsOf, type Beat, beatsBetween, clickOf } from './beats.ts'
import { type Anchor, frameOf } from './placing.ts'
import type { ToCapture } from './protocol.ts'

/** Clicks are known so long before they are heard. */
const AHEAD_FRAMES = SAMPLE_RATE / 2

type Wish = {
  readonly bpm: number | null
  /** Bars before the song begins. */
  readonly bars: number
  /** Whether it goes on with the song. */
  readonly isOn: () => boolean
}

/** Counts a song in and keeps its time. It is heard and not recorded, unless the microphone hears it. */
export const newMetronome = (tell: (message: ToCapture) => void) => {
  let wish: Wish | null = null
  let done = 0

  const click = (beat: Beat, anchor: Anchor): void =>
    tell({ type: 'sound', at: frameOf(anchor, beat.song), samples: clickOf(beat) })

  /** Counts in to the moment at which the song begins. */
  const start = (begin: Anchor, wanted: Wish): void => {
    wish = wanted
    if (wanted.bpm === null) return
    done = begin.song + (wanted.isOn() ? AHEAD_FRAMES : 0)
    for (const beat of beatsBetween(wanted.bpm, begin.song - barsOf(wanted.bpm, wanted.bars), done)) click(beat, begin)
  }

  /** Keeps up with the song. */
  const follow = (now: Anchor): void => {
    if (wish === null || wish.bpm === null) return
    const from = Math.max(done, now.song)
    done = now.song + AHEAD_FRAMES
    if (wish.isOn()) for (const beat of beatsBetween(wish.bpm, from, done)) click(beat, now)
  }

  const stop = (): void => {
    wish = null
    tell({ type: 'hush' })
  }
  return { start, follow, stop }
}
