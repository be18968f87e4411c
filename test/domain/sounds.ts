import * as fc from 'fast-check'
import { ok } from 'neverthrow'
import { type BlockStream, CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { powerInDecibels } from '#domain/sound/decibels.ts'

/** Numbers between −1 and 1 that a seed decides (a linear congruential generator, Park and Miller 1988). */
export const noise = (seed: number): (() => number) => {
  let state = (seed * 7919) % 2_147_483_647
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (2 * state) / 2_147_483_647 - 1
  }
}

/** A sample as a recording of 24 bits has it. */
export const in24Bits = (sample: number): number => Math.round(sample * 2 ** 23) / 2 ** 23

/** Something like music: bars of plucked tones over a bass, with hits of noise, in 24 bits. */
export const music = (frames: number, seed: number, level = 0.25): StereoBlock => {
  const chance = noise(seed)
  const sound = new Float32Array(frames * CHANNELS)
  const beat = SAMPLE_RATE / 4
  let [hertz, pluck, hit, balance] = [110, 1, 0, 0]
  for (let at = 0; at < frames; at++) {
    if (at % beat === 0) {
      hertz = 55 * 2 ** (Math.floor((chance() + 1) * 24) / 12)
      pluck = 0.3 + 0.7 * Math.abs(chance())
      hit = chance() > 0 ? 0.8 : 0.1
      balance = chance() * 0.5
    }
    const seconds = (at % beat) / SAMPLE_RATE
    const phase = 2 * Math.PI * hertz * (at / SAMPLE_RATE)
    const tone =
      Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase + 1) + 0.15 * Math.sin(7 * phase)
    const sample = level * (pluck * tone * Math.exp(-seconds * 4) + hit * chance() * Math.exp(-seconds * 40))
    sound[CHANNELS * at] = in24Bits(sample * (1 - balance))
    sound[CHANNELS * at + 1] = in24Bits(sample * (1 + balance) + 0.01 * level * chance())
  }
  return sound
}

/** The sound in blocks that end at these frames. */
export const inBlocks = (sound: StereoBlock, cuts: readonly number[]): readonly StereoBlock[] => {
  const ends = [...cuts.map((cut) => Math.min(CHANNELS * cut, sound.length)), sound.length]
  const ordered = ends.toSorted((one, other) => one - other)
  return ordered.map((end, at) => sound.subarray(at === 0 ? 0 : ordered[at - 1]!, end))
}

/** Up to so many frames of any sound, in 24 bits: noise, alternating extremes, silence. */
export const anyStereo = (maxFrames: number): fc.Arbitrary<StereoBlock> => {
  const sample = fc.oneof(
    fc.integer({ min: -(2 ** 23), max: 2 ** 23 }).map((step) => step / 2 ** 23),
    fc.constantFrom(0, 1, -1, 0.5, -0.5),
  )
  return fc.array(fc.tuple(sample, sample), { maxLength: maxFrames }).map((frames) => Float32Array.from(frames.flat()))
}

/** A whole sound as a stream of blocks that end at these frames. */
export async function* streamed(sound: StereoBlock, cuts: readonly number[] = []): BlockStream<never> {
  for (const block of inBlocks(sound, cuts)) yield ok(block)
}

/** The bits of samples, so that 0 and −0 are not the same. */
export const bits = (samples: StereoBlock): Uint32Array => new Uint32Array(samples.slice().buffer)

/** What is not the tone in the left channel, from this frame on, in decibels below all of it (THD+N). */
export const distortionOf = (sound: StereoBlock, hertz: number, from: number): number => {
  const frames = sound.length / CHANNELS - from
  // The best fit of a sine and a cosine: the solution of two equations.
  let [ss, cc, sc, sy, cy, yy] = [0, 0, 0, 0, 0, 0]
  for (let at = 0; at < frames; at++) {
    const phase = (2 * Math.PI * hertz * at) / SAMPLE_RATE
    const [s, c, y] = [Math.sin(phase), Math.cos(phase), sound[CHANNELS * (from + at)]!]
    ss += s * s
    cc += c * c
    sc += s * c
    sy += s * y
    cy += c * y
    yy += y * y
  }
  const determinant = ss * cc - sc * sc
  const sine = (sy * cc - cy * sc) / determinant
  const cosine = (cy * ss - sy * sc) / determinant
  return powerInDecibels(Math.max(0, yy - sine * sy - cosine * cy) / yy)
}
