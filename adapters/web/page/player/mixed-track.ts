import type { Stretch } from './protocol.ts'

const endOf = ({ clock, samples }: Stretch): number => clock + samples.length / 2

/** What was mixed in one epoch, as far as it has come. */
export class Track {
  readonly epoch: number
  #stretches: Stretch[] = []
  end = Number.POSITIVE_INFINITY

  constructor(epoch: number) {
    this.epoch = epoch
  }

  add(stretch: Stretch): void {
    this.#stretches.push(stretch)
  }

  /** Lets go of what is over. */
  #forget(clock: number): void {
    while (this.#stretches.length > 0 && endOf(this.#stretches[0]!) <= clock) this.#stretches.shift()
  }

  /** Whether so many frames are there, or the end is. */
  has(clock: number, frames: number): boolean {
    this.#forget(clock)
    const first = this.#stretches[0]
    if (first === undefined) return clock >= this.end
    return first.clock <= clock && Math.min(clock + frames, this.end) <= endOf(this.#stretches.at(-1)!)
  }

  songAt(clock: number): number {
    const first = this.#stretches[0]
    return first === undefined ? 0 : first.song + (clock - first.clock)
  }

  /** Adds frames to both channels, each times what `weight` says of it. */
  mixInto(clock: number, left: Float32Array, right: Float32Array, weight: (frame: number) => number): void {
    let at = 0
    let frame = 0
    while (frame < left.length && at < this.#stretches.length) {
      const { clock: start, samples } = this.#stretches[at]!
      const from = 2 * (clock + frame - start)
      if (from >= samples.length) {
        at++
        continue
      }
      const by = weight(frame)
      left[frame]! += samples[from]! * by
      right[frame]! += samples[from + 1]! * by
      frame++
    }
  }
}
