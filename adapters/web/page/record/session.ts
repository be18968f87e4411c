import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { FromOutput } from '../player/protocol.ts'
import { barsOf } from './beats.ts'
import type { newMetronome } from './metronome.ts'
import { type Anchor, afterCountIn, hasJumped, songAt } from './placing.ts'
import type { Song } from './song.ts'
import type { Take } from './take.ts'

/** Until the song begins there is time to mix it. */
const LEAD_FRAMES = 0.3 * SAMPLE_RATE
const QUANTUM = 128

const onQuantum = (frame: number): number => Math.ceil(frame / QUANTUM) * QUANTUM

/** What became of the song while it was recorded to. */
export type Course = 'goes on' | 'paused' | 'jumped' | 'stuttered'

type Options = { readonly bars: number; readonly hasMetronome: () => boolean }

/** Follows the song that a take is recorded to, from the count-in on, so that every frame of it is known by its place in the song. */
export const songSession = ({ player, bpm, loop }: Song, metronome: ReturnType<typeof newMetronome>) => {
  let planned: Anchor = { song: 0, frame: 0 }
  /** What was heard first; null during the count-in. */
  let anchor: Anchor | null = null
  let last: FromOutput | null = null

  /** Lets the song begin in time for the count-in. A loop would take the song away under the take. */
  const begin = async (now: number, { bars, hasMetronome }: Options): Promise<void> => {
    const counted = bpm === null ? 0 : barsOf(bpm, bars)
    planned = { song: player.position.value, frame: onQuantum(now + LEAD_FRAMES + counted) }
    player.setLoop(null)
    metronome.start(planned, { bpm, bars, isOn: hasMetronome })
    await player.play(planned.song, planned.frame)
  }

  /** Takes what is reported of the song. */
  const follow = (report: FromOutput): Course => {
    // From what was played before.
    if (report.frame < planned.frame) return 'goes on'
    if (report.state === 'paused') return anchor === null ? 'goes on' : 'paused'
    if (report.state !== 'playing') return 'goes on'
    const before = last
    last = report
    metronome.follow(report)
    if (anchor === null || before === null) {
      anchor = { song: report.song, frame: report.frame }
      return 'goes on'
    }
    if (!hasJumped(before, report)) return 'goes on'
    return report.underruns > before.underruns ? 'stuttered' : 'jumped'
  }

  const end = (): void => {
    metronome.stop()
    player.pause()
    player.setLoop(loop.value)
  }

  /** The take where it was played, if its first frame is this one of the context. */
  const laid = (take: Take, first: number): Take => ({ ...take, start: songAt(anchor ?? planned, first) })

  /** Without what came before the song began. */
  const trimmed = (take: Take): Take => {
    const from = anchor === null ? planned.song : songAt(anchor, planned.frame)
    return { ...take, trimStart: Math.min(take.frames ?? 0, afterCountIn(take, from)) }
  }

  return { begin, follow, end, laid, trimmed, isCountedIn: () => anchor !== null }
}

export type SongSession = ReturnType<typeof songSession>
