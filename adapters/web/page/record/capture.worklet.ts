import { type Level, levelOf, louder } from './level.ts'
import type { Chunk, ToCapture } from './protocol.ts'

/** 21 ms. */
const CHUNK_FRAMES = 1024
/** Chunks between two reports. */
const REPORT_CHUNKS = 2

const SILENT: Level = { peak: 0, isClipped: false }

/** Gives on what the microphone brings, stamped, and plays clicks and the chirp at exact frames. */
class Capture extends AudioWorkletProcessor {
  #taker: MessagePort | null = null
  #channels = 1
  #samples = new Float32Array(CHUNK_FRAMES)
  #filled = 0
  #chunks = 0
  #level = SILENT
  #sounds: Extract<ToCapture, { type: 'sound' }>[] = []

  constructor() {
    super()
    this.port.addEventListener('message', ({ data }: MessageEvent<ToCapture>) => this.#hear(data))
    this.port.start()
  }

  #hear(message: ToCapture): void {
    switch (message.type) {
      case 'open':
        this.#taker = message.taker
        this.#channels = message.channels
        this.#samples = new Float32Array(CHUNK_FRAMES * message.channels)
        return
      case 'sound':
        this.#sounds.push(message)
        return
      case 'hush':
        this.#sounds = this.#sounds.filter(({ at }) => at <= currentFrame)
        return
    }
  }

  #give(end: number): void {
    const { buffer } = this.#samples
    const chunk: Chunk = { frame: end - CHUNK_FRAMES, samples: this.#samples }
    this.#samples = new Float32Array(CHUNK_FRAMES * this.#channels)
    this.#filled = 0
    this.#taker!.postMessage(chunk, [buffer])
    if (++this.#chunks % REPORT_CHUNKS !== 0) return
    this.port.postMessage(this.#level)
    this.#level = SILENT
  }

  /** A microphone that brings nothing is silent, so that time goes on. */
  #capture(input: readonly Float32Array[], frames: number): void {
    for (let channel = 0; channel < this.#channels; channel++) {
      const samples = input[channel] ?? input[0]
      if (samples === undefined) continue
      for (let frame = 0; frame < frames; frame++)
        this.#samples[(this.#filled + frame) * this.#channels + channel] = samples[frame]!
      this.#level = louder(this.#level, levelOf(samples))
    }
    this.#filled += frames
    if (this.#filled === CHUNK_FRAMES) this.#give(currentFrame + frames)
  }

  #play(output: readonly Float32Array[], frames: number): void {
    for (const { at, samples } of this.#sounds)
      for (let frame = Math.max(0, at - currentFrame); frame < frames; frame++) {
        const sample = samples[currentFrame + frame - at]
        if (sample === undefined) break
        for (const channel of output) channel[frame]! += sample
      }
    this.#sounds = this.#sounds.filter(({ at, samples }) => at + samples.length > currentFrame + frames)
  }

  override process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const frames = output![0]!.length
    if (this.#taker !== null) this.#capture(input!, frames)
    this.#play(output!, frames)
    return true
  }
}

registerProcessor('soundhub-capture', Capture)
