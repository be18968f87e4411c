import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limit } from '#domain/mix/limiter.ts'
import { mixdown, type MixerStem, plainStem } from '#domain/mix/mixer.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { BINARY as FLAC_BINARY } from '#domain/sound/flac-kernels-binary.ts'
import { newFlacKernels } from '#domain/sound/flac-kernels.ts'
import { kWeighting } from '#domain/sound/k-weighting.ts'
import { BINARY } from '#domain/sound/kernels-binary.ts'
import { type Kernels, newKernels } from '#domain/sound/kernels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { PHASE_0, PHASE_1, STRETCH } from '#domain/sound/oversampling.ts'
import { packPcm, quantised } from '#domain/sound/pcm.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave } from '#adapters/testing/sound/tone.ts'
import { valueIn } from '../outcome.ts'
import { bits, inBlocks, music, streamed } from '../sounds.ts'
import { assembled, factorsOfBounds } from './assemble.ts'
import { anyCuts, bitsButOfNaN, kernels, wildSound } from './wild.ts'

/** As long as several pieces that the kernels take at once. */
const LONG = music(SAMPLE_RATE / 2 + 5, 3, 0.7)

test('what is checked in is what the source assembles to', async () => {
  expect(await assembled('kernels')).toBe(BINARY)
  expect(await assembled('flac-kernels')).toBe(FLAC_BINARY)
  // More than that, and pages of older browsers may not compile it at once. FLAC is coded in workers, which may.
  expect(BINARY.length / 2).toBeLessThanOrEqual(4096)
})

test('this engine has them', () => {
  expect(newKernels()).not.toBeNull()
  expect(newFlacKernels()).not.toBeNull()
})

/**
 * The loudest sound for the filter among those whose samples and steps are limited so: outwards from the middle, each step goes
 * the way in which the taps that are left weigh.
 */
const loudest = (phase: readonly number[], step: number): readonly number[] => {
  const sound = phase.map(() => 1)
  for (const [middle, way] of [
    [5, -1],
    [6, 1],
  ] as const)
    for (let at = middle; at >= 0 && at < phase.length; at += way) {
      const rest = way < 0 ? phase.slice(0, at + 1) : phase.slice(at)
      const up = rest.reduce((sum, weight) => sum + weight, 0) > 0
      const before = sound[at - way]!
      sound[at] = at === middle ? Math.sign(phase[at]!) : Math.max(-1, Math.min(1, before + (up ? step : -step)))
    }
  return sound
}

const ramp = (from: number, to: number, frames: number): readonly number[] =>
  Array.from({ length: frames }, (_, at) => from + ((to - from) * (at + 1)) / frames)

const peakOf = (sound: StereoBlock, loops: Kernels | null): number => {
  const meter = truePeakMeter(loops)
  meter.add(sound)
  return meter.truePeak()
}

test('no kernel passes over a new peak, however little it exceeds the last', () => {
  for (const phase of [PHASE_0, PHASE_1])
    for (const step of [0, 0.01, 0.03, 0.1, 0.2, 0.4, 2]) {
      const burst = loudest(phase, step)
      for (let at = 0; at < STRETCH; at++) {
        const before = [...ramp(0, 0, 48), ...ramp(0, burst[0]!, 60), ...ramp(burst[0]!, burst[0]!, 20 + at)]
        const after = [...ramp(burst.at(-1)!, burst.at(-1)!, 24), ...ramp(burst.at(-1)!, 0, 60)]
        const channel = Float32Array.from([...before, ...burst, ...after])
        const sound = interleave(channel, channel)
        const peak = peakOf(sound, null)
        sound[CHANNELS * 16] = peak * (1 - 1e-6)
        expect(peakOf(sound, kernels())).toBe(peak)
      }
    }
})

test('the bounds are those of TypeScript, and a little more for rounding to 32 bits', () => {
  const [script, wasm] = factorsOfBounds()
  expect(script).toHaveLength(5)
  expect(wasm).toEqual(script!.map((factor) => Number((factor + 1e-6).toFixed(6))))
})

const peaksOf = (sound: StereoBlock, cuts: readonly number[], loops: Kernels | null): readonly number[] => {
  const meter = truePeakMeter(loops)
  return inBlocks(sound, cuts).flatMap((block) => {
    meter.add(block)
    return [meter.truePeak(), meter.truePeak()]
  })
}

const heardOf = (sound: StereoBlock, cuts: readonly number[], loops: Kernels | null): readonly unknown[] => {
  const meter = loudnessMeter(loops)
  for (const block of inBlocks(sound, cuts)) meter.add(block)
  return [meter.momentary(), meter.integrated(), meter.samplePeak()]
}

/** Squares with all that came before, so that no bit is lost. */
const weighted = (sound: StereoBlock, cuts: readonly number[], loops: Kernels | null): readonly number[] => {
  const weighting = kWeighting(loops)
  let sum = 0
  return inBlocks(sound, cuts).flatMap((block) => {
    const half = Math.floor(block.length / CHANNELS / 2)
    sum = weighting.weigh(block, 0, half, sum)
    weighting.settle()
    sum = weighting.weigh(block, half, block.length / CHANNELS, sum)
    return [sum, weighting.samplePeak()]
  })
}

const limited = async (sound: StereoBlock, gain: number, cuts: readonly number[], loops: Kernels | null) =>
  bitsButOfNaN(valueIn(await gatherBlocks(limit(streamed(sound, cuts), { gain, ceiling: -100 }, loops))))

type Part = { readonly sound: StereoBlock; readonly cuts: readonly number[]; readonly how: Partial<MixerStem<never>> }

const anyPart: fc.Arbitrary<Part> = fc.record({
  sound: wildSound(60),
  cuts: anyCuts(60),
  how: fc.record({
    headroom: fc.nat({ max: 8 }),
    gain: fc.integer({ min: -2000, max: 1200 }),
    pan: fc.integer({ min: -100, max: 100 }),
    offset: fc.integer({ min: -20, max: 50 }),
  }),
})

const mixed = async (parts: readonly Part[], blockFrames: number, makeKernels: typeof newKernels) => {
  const stems = parts.map(({ sound, cuts, how }) => ({ ...plainStem(streamed(sound, cuts)), ...how }))
  return bitsButOfNaN(valueIn(await gatherBlocks(mixdown(stems, { from: 3, blockFrames }, makeKernels))))
}

describe('with and without kernels, to the last bit, in any blocks,', () => {
  test('the sum is the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPart, { maxLength: 4 }), fc.integer({ min: 1, max: 70 }), async (parts, frames) => {
        expect(await mixed(parts, frames, newKernels)).toEqual(await mixed(parts, frames, () => null))
      }),
      { numRuns: 300 },
    )
    const parts = [
      { sound: LONG, cuts: [7], how: { offset: 1000 } },
      { sound: LONG, cuts: [], how: { gain: -150, pan: 30 } },
    ]
    for (const frames of [8192, 20_000])
      expect(await mixed(parts, frames, newKernels)).toEqual(await mixed(parts, frames, () => null))
  })

  test('samples are rounded to 24 bits alike', () => {
    const ties = fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((half) => Math.fround(half / 2 ** 24))
    const sounds = fc.oneof(
      wildSound(20),
      fc.array(ties, { maxLength: 40 }).map((samples) => Float32Array.from(samples)),
    )
    fc.assert(
      fc.property(sounds, fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 180 })), (sound, headroom) => {
        const found = quantised(sound, headroom, kernels())
        expect(bits(found)).toEqual(bits(quantised(sound, headroom, null)))
      }),
      { numRuns: 2000 },
    )
    expect(bits(quantised(LONG, 1, kernels()))).toEqual(bits(quantised(LONG, 1, null)))
  })

  test('24 bits are packed alike', () => {
    fc.assert(
      fc.property(wildSound(20), (sound) => {
        const exact = quantised(sound, 0)
        expect(packPcm(exact, kernels())).toEqual(packPcm(exact, null))
      }),
      { numRuns: 500 },
    )
    expect(packPcm(LONG, kernels())).toEqual(packPcm(LONG, null))
  })

  test('the weighting, the loudness and the largest sample are the same', () => {
    fc.assert(
      fc.property(wildSound(100), anyCuts(100), (sound, cuts) => {
        expect(weighted(sound, cuts, kernels())).toEqual(weighted(sound, cuts, null))
      }),
      { numRuns: 500 },
    )
    expect(weighted(LONG, [5], kernels())).toEqual(weighted(LONG, [5], null))
    expect(heardOf(LONG, [5000], kernels())).toEqual(heardOf(LONG, [5000], null))
  })

  test('the true peak is the same', () => {
    fc.assert(
      fc.property(wildSound(100), anyCuts(100), (sound, cuts) => {
        expect(peaksOf(sound, cuts, kernels())).toEqual(peaksOf(sound, cuts, null))
      }),
      { numRuns: 500 },
    )
    expect(peaksOf(LONG, [5], kernels())).toEqual(peaksOf(LONG, [5], null))
  })

  test('the limiter gives the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        wildSound(500),
        fc.integer({ min: -300, max: 2000 }),
        anyCuts(500),
        async (sound, gain, cuts) => {
          expect(await limited(sound, gain, cuts, kernels())).toEqual(await limited(sound, gain, cuts, null))
        },
      ),
      { numRuns: 300 },
    )
    for (const gain of [0, 600])
      expect(await limited(LONG, gain, [9], kernels())).toEqual(await limited(LONG, gain, [9], null))
  })
})
