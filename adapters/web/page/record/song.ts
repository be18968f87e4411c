import type { Signal } from '@preact/signals'
import type { Player } from '../player/player.ts'
import type { Range } from '../player/protocol.ts'

/** The song that is answered. */
export type Song = {
  readonly post: number
  readonly bpm: number | null
  readonly player: Player
  readonly loop: Signal<Range | null>
}
