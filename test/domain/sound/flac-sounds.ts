import * as fc from 'fast-check'
import { type FrameChoice, type SubframeChoice, type WrittenFormat, writtenFrame, writtenHead } from './flac-writer.ts'

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export const chance = (seed: number): (() => number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const SHAPES = ['noise', 'quiet', 'wave', 'constant', 'extremes', 'coarse'] as const

/** Integers of so many bits: noise, a wave, one value, both ends, or with zeros at their end. */
const samplesOf = (shape: (typeof SHAPES)[number], bits: number, length: number, seed: number): number[] => {
  const next = chance(seed)
  const full = 2 ** (bits - 1)
  const within = (value: number) => Math.max(-full, Math.min(full - 1, Math.floor(value)))
  const [one, turn] = [within((2 * next() - 1) * full), next()]
  return Array.from({ length }, (_, at) => {
    if (shape === 'constant') return one
    if (shape === 'extremes') return next() < 0.5 ? -full : full - 1
    if (shape === 'wave') return within(Math.sin(at * turn) * full)
    if (shape === 'quiet') return within((2 * next() - 1) * 4)
    const noise = within((2 * next() - 1) * full)
    return shape === 'coarse' ? noise - (((noise % 4) + 4) % 4) : noise
  })
}

const subframes: fc.Arbitrary<SubframeChoice> = fc
  .record({
    kind: fc.constantFrom('constant', 'verbatim', 'fixed', 'linear', 'linear'),
    order: fc.integer({ min: 1, max: 32 }),
    precision: fc.integer({ min: 2, max: 15 }),
    shift: fc.integer({ min: 0, max: 15 }),
    method: fc.constantFrom(0, 1),
    partitionOrder: fc.nat(5),
    parameter: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('plain' as const)),
    seed: fc.nat(),
  })
  .map(({ order, seed, ...choice }) => {
    const next = chance(seed)
    // Sums that are not much larger than samples.
    const most = Math.min(2 ** (choice.precision - 1) - 1, Math.floor((2 * 2 ** choice.shift) / order))
    const coefficients = Array.from({ length: order }, () => Math.round((2 * next() - 1) * most))
    return { ...choice, coefficients }
  })

/** A sound in frames, and what a decoder has to make of it. */
export type WrittenSound = {
  readonly format: WrittenFormat
  readonly head: Uint8Array
  readonly frames: readonly Uint8Array[]
  readonly file: Uint8Array
  /** Stereo, integers over full scale, of each frame. */
  readonly blocks: readonly Float32Array[]
  readonly firstFrames: readonly number[]
}

/** The bytes one after the other. */
export const concatenated = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

/** Bounds of what is written. */
export type Bounds = { readonly bits?: readonly number[]; readonly rates?: readonly number[] }

/** Any sound of some frames, written by any means. */
export const writtenSounds = ({ bits = [], rates = [48_000] }: Bounds = {}): fc.Arbitrary<WrittenSound> =>
  fc
    .record({
      bits: bits.length > 0 ? fc.constantFrom(...bits) : fc.integer({ min: 4, max: 32 }),
      rate: fc.constantFrom(...rates),
      isMono: fc.boolean(),
      isCounted: fc.boolean(),
      knowsItsEnd: fc.boolean(),
      block: fc.constantFrom(16, 17, 64, 192, 256, 300),
      frames: fc.array(
        fc.record({
          code: fc.constantFrom(1, 8, 9, 10),
          isTerse: fc.boolean(),
          shapes: fc.tuple(fc.constantFrom(...SHAPES), fc.constantFrom(...SHAPES)),
          subframes: fc.tuple(subframes, subframes),
          length: fc.integer({ min: 1, max: 300 }),
          seed: fc.nat(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map(({ bits: width, rate, isMono, isCounted, knowsItsEnd, block, frames }) => {
      const lengths = frames.map(({ length }, at) =>
        isCounted && at < frames.length - 1 ? block : Math.max(isCounted ? 1 : 16, Math.min(block, length)),
      )
      const firstFrames = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0))
      const channels = frames.map(({ shapes, seed }, at) =>
        shapes.slice(0, isMono ? 1 : 2).map((shape, channel) => samplesOf(shape, width, lengths[at]!, seed + channel)),
      )
      const written = frames.map((frame, at) => {
        const number = isCounted ? at : firstFrames[at]!
        const channelCode = isMono ? 0 : (frame.code as FrameChoice['channelCode'])
        const { isTerse } = frame
        return writtenFrame(channels[at]!, {
          number,
          isCounted,
          channelCode,
          rate,
          isTerse,
          bits: width,
          subframes: frame.subframes,
        })
      })
      const format: WrittenFormat = {
        blocks: [isCounted ? block : 16, block],
        rate,
        channels: isMono ? 1 : 2,
        bits: width,
        frames: knowsItsEnd ? lengths.reduce((sum, length) => sum + length, 0) : 0,
      }
      const head = writtenHead(format)
      const blocks = channels.map(([left, right = left]) =>
        Float32Array.from(
          left!.flatMap((sample, at) => [sample, right![at]!]),
          (sample) => sample / 2 ** (width - 1),
        ),
      )
      return { format, head, frames: written, file: concatenated([head, ...written]), blocks, firstFrames }
    })
