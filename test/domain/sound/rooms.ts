import { CHIRP_FRAMES } from '#domain/sound/round-trip.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { chance } from './flac-sounds.ts'

/** A room with a loudspeaker and a microphone in it. */
export type Room = {
  /** Frames until the sound arrives that goes straight; it is `straight` times as loud as the loudest reflection, or more. */
  readonly delay: number
  readonly straight: number
  /** Seconds in which reflections fall by 60 dB. */
  readonly reverberation: number
  /** How far the noise lies below the sound, in decibels. */
  readonly noise: number
  /** The converter's full scale, as a part of the highest sample. */
  readonly clipped: number
  readonly isUpsideDown: boolean
  readonly seed: number
}

/** A room that a seed decides: half a second late at most, 10 dB above the noise. */
export const roomOf = (seed: number): Room => {
  const next = chance(seed)
  return {
    delay: Math.floor(next() * (SAMPLE_RATE / 2 + 1)),
    straight: next() < 0.4 ? 0.5 + 0.5 * next() : 1 + next(),
    reverberation: 0.2 + 0.8 * next(),
    noise: 10,
    clipped: next() < 0.2 ? 0.3 + 0.5 * next() : 1,
    isUpsideDown: next() < 0.2,
    seed,
  }
}

/** A second-order Butterworth filter, by the bilinear transform; `sign` 1 is low-pass and −1 high-pass. */
const filtered = (sound: Float32Array, hertz: number, sign: 1 | -1): Float32Array => {
  const angle = (2 * Math.PI * hertz) / SAMPLE_RATE
  const [cosine, alpha] = [Math.cos(angle), Math.sin(angle) * Math.SQRT1_2]
  const gain = (1 - sign * cosine) / (2 * (1 + alpha))
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  return sound.map((x) => {
    const y = gain * (x + 2 * sign * x1 + x2) + (2 * cosine * y1 - (1 - alpha) * y2) / (1 + alpha)
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
    return y
  })
}

/** What a small loudspeaker makes of it: 200 Hz to 12 kHz. */
export const played = (sound: Float32Array): Float32Array => filtered(filtered(sound, 200, -1), 12_000, 1)

type Path = { readonly late: number; readonly gain: number }

/** Reflections, from 1 to 9 ms after the direct sound on and then ever closer, for 300 ms. */
const reflections = ({ straight, reverberation, seed }: Room): readonly Path[] => {
  const next = chance(seed + 1_000_000)
  const paths: Path[] = []
  for (let seconds = 0.001 + 0.008 * next(); seconds < 0.3; seconds += (0.004 * next()) / (1 + 15 * seconds)) {
    const decay = 10 ** ((-3 * seconds) / reverberation)
    const gain = (decay * (0.2 + 0.6 * next()) * (next() < 0.5 ? -1 : 1)) / straight
    paths.push({ late: Math.round(seconds * SAMPLE_RATE), gain })
  }
  // One from a wall or a table is as loud as any may be.
  return paths.map((path, at) =>
    at === Math.floor(next() * 3) ? { ...path, gain: Math.sign(path.gain) / straight } : path,
  )
}

/** Nearly normal noise of this deviation. */
const addNoise = (sound: Float32Array, deviation: number, seed: number): void => {
  const next = chance(seed + 2_000_000)
  for (let at = 0; at < sound.length; at++) sound[at]! += deviation * (next() + next() + next() - 1.5) * 2
}

/** The recording that is made in the room of a sound that comes out of its loudspeaker. */
export const recordedIn = (room: Room, sound: Float32Array, frames: number): Float32Array => {
  const recording = new Float32Array(frames)
  for (const { late, gain } of [{ late: 0, gain: 1 }, ...reflections(room)]) {
    const from = room.delay + late
    const end = Math.min(frames, from + sound.length)
    for (let at = from; at < end; at++) recording[at]! += gain * sound[at - from]!
  }
  const heard = recording.subarray(room.delay, room.delay + CHIRP_FRAMES)
  const power = heard.reduce((sum, sample) => sum + sample * sample, 0) / heard.length
  addNoise(recording, Math.sqrt(power / 10 ** (room.noise / 10)), room.seed)
  const most = room.clipped * recording.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  const sign = room.isUpsideDown ? -1 : 1
  return recording.map((sample) => sign * Math.max(-most, Math.min(most, sample)))
}
