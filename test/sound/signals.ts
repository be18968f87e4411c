import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'

/** Samples of a frame. A test runner looks an imported name up each time, which is slow in a loop. */
const FRAME: number = CHANNELS

const framesOf = (seconds: number): number => Math.round(seconds * SAMPLE_RATE)

const amplitudeOf = (decibels: number): number => 10 ** (decibels / 20)

export const silence = (seconds: number): StereoBlock => new Float32Array(CHANNELS * framesOf(seconds))

/** A number from −1 up to 1 at a time, the same ones for the same seed: xorshift32 (Marsaglia 2003). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  }
}

/** Sound of so many seconds, frame by frame. */
export const sound = (seconds: number, frame: (at: number) => readonly [left: number, right: number]): StereoBlock => {
  const block = silence(seconds)
  for (let at = 0; at < block.length; at += FRAME) {
    const [left, right] = frame(at / FRAME)
    block[at] = left
    block[at + 1] = right
  }
  return block
}

export type Sine = {
  readonly seconds: number
  /** Peak in dBFS; per channel where there are two. */
  readonly level: number | readonly [left: number, right: number]
  readonly hertz?: number
  /** Seconds in which it comes and goes, in a straight line. */
  readonly ramp?: number
}

/** A sine, 1 kHz unless said otherwise, that begins at phase 0. A level of −∞ leaves its channel silent. */
export const sine = ({ seconds, level, hertz = 1000, ramp = 0 }: Sine): StereoBlock => {
  const [left, right] = (typeof level === 'number' ? [level, level] : level).map(amplitudeOf) as [number, number]
  const block = silence(seconds)
  const ramped = CHANNELS * framesOf(ramp)
  const turn = (Math.PI * hertz) / SAMPLE_RATE
  for (let at = 0; at < block.length; at += FRAME) {
    const edge = ramped === 0 ? 1 : Math.min(1, at / ramped, (block.length - FRAME - at) / ramped)
    const value = edge * Math.sin(turn * at)
    block[at] = left * value
    block[at + 1] = right * value
  }
  return block
}

/** White noise of even distribution, its channels unrelated. `level` is its peak in dBFS. */
export const noise = (of: {
  readonly seconds: number
  readonly level: number
  readonly seed?: number
}): StereoBlock => {
  const next = chance(of.seed ?? 1)
  const amplitude = amplitudeOf(of.level)
  return sound(of.seconds, () => [amplitude * next(), amplitude * next()])
}

/** One after the other, without a gap. */
export const inARow = (...blocks: readonly StereoBlock[]): StereoBlock => {
  const all = new Float32Array(blocks.reduce((length, block) => length + block.length, 0))
  let at = 0
  for (const block of blocks) {
    all.set(block, at)
    at += block.length
  }
  return all
}

/** All at once, from the beginning; as long as the longest. */
export const together = (...blocks: readonly StereoBlock[]): StereoBlock => {
  const all = new Float32Array(Math.max(...blocks.map((block) => block.length)))
  for (const block of blocks) block.forEach((sample, at) => (all[at]! += sample))
  return all
}

export const louder = (block: StereoBlock, decibels: number): StereoBlock => {
  const amplitude = amplitudeOf(decibels)
  return block.map((sample) => sample * amplitude)
}

/** Left and right changed over. */
export const swapped = (block: StereoBlock): StereoBlock =>
  block.map((_, at) => block[at % FRAME === 0 ? at + 1 : at - 1]!)

/** The same sound in pieces of so many frames, in turn, again and again until its end. */
export const inPieces = (block: StereoBlock, frames: readonly number[]): readonly StereoBlock[] => {
  const pieces: StereoBlock[] = []
  for (let from = 0; from < block.length;) {
    const to = from + CHANNELS * frames[pieces.length % frames.length]!
    pieces.push(block.subarray(from, to))
    from = to
  }
  return pieces
}

/** Something like a song: a plucked chord a bar, a bass, a drum, louder and softer verses; nobody would sing to it. */
export const musicLike = (of: { readonly seconds: number; readonly seed?: number }): StereoBlock => {
  const next = chance(of.seed ?? 1)
  const beat = SAMPLE_RATE / 2
  const notes = Array.from({ length: 64 }, () => 110 * 2 ** (Math.floor(12 + 12 * next()) / 12))
  return sound(of.seconds, (at) => {
    const count = Math.floor(at / beat)
    const since = (at % beat) / SAMPLE_RATE
    const verse = Math.floor(count / 16) % 2 === 0 ? 1 : 0.25
    const hum = (note: number, decay: number) =>
      Math.sin((2 * Math.PI * notes[note % notes.length]! * at) / SAMPLE_RATE) * Math.exp(-since * decay)
    const bass = hum(Math.floor(count / 4), 2) * 0.2
    const drum = count % 2 === 1 ? next() * Math.exp(-since * 30) * 0.3 : 0
    const [low, high] = [hum(count, 4) * 0.15, hum(count + 7, 6) * 0.1]
    return [verse * (bass + drum + low + high / 2), verse * (bass + drum + low / 2 + high)]
  })
}
