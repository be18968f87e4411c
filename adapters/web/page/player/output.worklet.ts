import { Track } from './mixed-track.ts'
import type { FromOutput, ToOutput } from './protocol.ts'

/** One epoch gives way to the next within 10 ms, so that no change clicks. */
const FADE_FRAMES = 480
/** From silence into the middle of a song: 2 ms. */
const ATTACK_FRAMES = 96
/** Reports a second: about forty. */
const REPORT_QUANTA = 9

class Output extends AudioWorkletProcessor {
  #clock = 0
  #song = 0
  /** The frame of the context behind this quantum, and the one before which nothing is played. */
  #frame = 0
  #begin = 0
  #isPlaying = false
  #isPausing = false
  #current: Track | null = null
  #next: Track | null = null
  #later: Track | null = null
  #newest = 0
  /** Frames of the fade into the next track that are over; it is of this length. */
  #faded = 0
  #fade = FADE_FRAMES
  #underruns = 0
  #isWaiting = true
  #quanta = 0
  #engine: MessagePort | null = null

  constructor() {
    super()
    this.port.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
      this.#engine = data
      data.addEventListener('message', (event: MessageEvent<ToOutput>) => this.#hear(event.data))
      data.start()
    })
    this.port.start()
  }

  #trackOf(epoch: number): Track | null {
    if (this.#current?.epoch === epoch) return this.#current
    if (this.#next?.epoch === epoch) return this.#next
    if (this.#later?.epoch === epoch) return this.#later
    if (epoch <= this.#newest) return null
    this.#newest = epoch
    const track = new Track(epoch)
    // A fade that has begun is finished first; of those who come meanwhile, the newest counts.
    if (this.#faded > 0) this.#later = track
    else this.#next = track
    return track
  }

  #hear(message: ToOutput): void {
    switch (message.type) {
      case 'stretch':
        this.#trackOf(message.epoch)?.add(message.stretch)
        return
      case 'end': {
        const track = this.#trackOf(message.epoch)
        if (track !== null) track.end = message.clock
        return
      }
      case 'play':
        this.#isPlaying = true
        this.#begin = message.at
        this.#isPausing = false
        this.#isWaiting = true
        this.#forgetAll()
        return
      case 'pause':
        this.#isPausing = true
        return
    }
  }

  #where(): Omit<FromOutput, 'state'> {
    return { clock: this.#clock, song: this.#song, frame: this.#frame, underruns: this.#underruns }
  }

  #report(): void {
    const state = !this.#isPlaying ? 'paused' : this.#isWaiting ? 'waiting' : 'playing'
    this.#send({ ...this.#where(), state })
  }

  #send(report: FromOutput): void {
    this.#engine?.postMessage(report)
    this.port.postMessage(report)
  }

  /** Whether the next track is there for all of its fade: one that broke off in the middle would click. */
  #arrives(next: Track, frames: number): boolean {
    if (this.#faded > 0) return true
    this.#fade = this.#current !== null ? FADE_FRAMES : next.songAt(this.#clock) === 0 ? 1 : ATTACK_FRAMES
    return next.has(this.#clock, frames * Math.ceil(this.#fade / frames))
  }

  /** How loud the next track is already. A song that begins at its beginning does not fade in. */
  #arrival(frames: number): (frame: number) => number {
    const done = this.#faded
    const fade = this.#fade
    this.#faded += frames
    return (frame) => Math.min(1, (done + frame + 1) / fade)
  }

  #play(left: Float32Array, right: Float32Array): void {
    const frames = left.length
    const next = this.#next
    if (next !== null && this.#arrives(next, frames)) {
      const arrival = this.#arrival(frames)
      this.#current?.mixInto(this.#clock, left, right, (frame) => 1 - arrival(frame))
      next.mixInto(this.#clock, left, right, arrival)
      this.#advance(next, frames)
      if (this.#faded < this.#fade) return
      this.#current = next
      this.#next = this.#later
      this.#later = null
      this.#faded = 0
      return
    }
    const current = this.#current
    if (current?.has(this.#clock, frames) === true) {
      current.mixInto(this.#clock, left, right, () => 1)
      this.#advance(current, frames)
      return
    }
    if (!this.#isWaiting) this.#underruns++
    this.#isWaiting = true
  }

  /** Ends within this quantum, without a click. */
  #leave(left: Float32Array, right: Float32Array): void {
    for (const [frame] of left.entries()) {
      const by = 1 - (frame + 1) / left.length
      left[frame]! *= by
      right[frame]! *= by
    }
    this.#isPausing = false
    this.#isPlaying = false
    this.#report()
  }

  #forgetAll(): void {
    this.#current = null
    this.#next = null
    this.#later = null
    this.#faded = 0
  }

  #advance(track: Track, frames: number): void {
    this.#isWaiting = false
    this.#clock += frames
    if (this.#clock < track.end) {
      this.#song = track.songAt(this.#clock)
      return
    }
    this.#isPlaying = false
    this.#song = 0
    this.#forgetAll()
    this.#send({ ...this.#where(), state: 'ended' })
  }

  override process(_: Float32Array[][], [out]: Float32Array[][]): boolean {
    const [left, right = left] = out!
    this.#frame = currentFrame + left!.length
    if (this.#isPlaying) {
      if (currentFrame >= this.#begin) this.#play(left!, right!)
      if (this.#isPausing) this.#leave(left!, right!)
      if (++this.#quanta % REPORT_QUANTA === 0) this.#report()
    }
    return true
  }
}

registerProcessor('soundhub-output', Output)
