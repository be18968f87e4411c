import * as fc from 'fast-check'
import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { type Kernels, newKernels } from '#domain/sound/kernels.ts'
import { bits, music } from '../sounds.ts'

/** The kernels, which this engine has. */
export const kernels = (): Kernels => newKernels()!

const anySample = fc.oneof(
  { weight: 6, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, -0, 1, -1, 2 ** -149, -(2 ** -127), 1e-30) },
  { weight: 1, arbitrary: fc.float() },
)
const notFinite = fc.constantFrom(Number.NaN, Infinity, -Infinity)

const frames = (sample: fc.Arbitrary<number>, maxFrames: number): fc.Arbitrary<StereoBlock> =>
  fc.array(fc.tuple(sample, sample), { maxLength: maxFrames }).map((all) => Float32Array.from(all.flat()))

/** Sound that steps from sample to sample as little as music does, so that bounds are close to it. */
const walk = (maxFrames: number): fc.Arbitrary<StereoBlock> =>
  fc
    .tuple(fc.nat(), fc.integer({ max: maxFrames, min: 1 }), fc.constantFrom(0.1, 0.5, 2))
    .map(([seed, length, level]) => music(length, seed, level))

/** Whatever may stand in a block: denormals, signed zeros, what is far too loud; NaN and infinities now and then. */
export const wildSound = (maxFrames: number): fc.Arbitrary<StereoBlock> =>
  fc.oneof(
    walk(maxFrames),
    frames(anySample, maxFrames),
    frames(fc.oneof({ weight: 9, arbitrary: anySample }, { weight: 1, arbitrary: notFinite }), maxFrames),
    fc.tuple(walk(maxFrames), fc.nat({ max: CHANNELS * maxFrames }), notFinite).map(([sound, at, value]) => {
      if (at < sound.length) sound[at] = value
      return sound
    }),
  )

/** Where a sound is cut into blocks. */
export const anyCuts = (maxFrames: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat({ max: maxFrames }), { maxLength: 6 })

/** The bits of samples, so that 0 and −0 are not the same; every NaN is, since engines choose the bits of theirs. */
export const bitsButOfNaN = (samples: StereoBlock): Uint32Array =>
  bits(samples).map((bit, at) => (Number.isNaN(samples[at]) ? 0x7fc00000 : bit))
