import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CEILING, KNEE, mix, mixBlock, underCeiling } from '#domain/mix/mixer.ts'
import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueIn } from './outcome.ts'
import { stem } from './stems.ts'

const mixed = async (stems: readonly Float32Array[], cuts?: readonly number[], blockFrames?: number) =>
  valueIn(
    await gatherBlocks(
      mix(
        stems.map((samples) => stem(samples, cuts).stream),
        blockFrames,
      ),
    ),
  )

const bits = (samples: Float32Array): Uint32Array => new Uint32Array(samples.slice().buffer)

const level = fc.float({ min: -1, max: 1, noNaN: true })
const anySample = fc.oneof(
  level,
  fc.float(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 128, -128, 3.4e38, -3.4e38, 1e-45),
)
const stereo = (sample: fc.Arbitrary<number>, maxFrames = 40) =>
  fc.array(fc.tuple(sample, sample), { maxLength: maxFrames }).map((frames) => Float32Array.from(frames.flat()))

const stems = (sample: fc.Arbitrary<number>) => fc.array(stereo(sample), { maxLength: 6 })
const splits = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })
const sizes = fc.integer({ min: 1, max: 50 })

describe('a mix', () => {
  test('is linear below the knee: the sum of its stems, to the last bit of a float', async () => {
    const quiet = fc.float({ min: Math.fround(-KNEE / 6), max: Math.fround(KNEE / 6), noNaN: true })
    await fc.assert(
      fc.asyncProperty(stems(quiet), async (given) => {
        const master = await mixed(given)
        master.forEach((sample, at) => {
          const sum = given.reduce((total, one) => total + (one[at] ?? 0), 0)
          expect(Math.abs(sample - sum)).toBeLessThanOrEqual(2 ** -25 + 6 * 2 ** -41)
        })
      }),
    )
  })

  test('of one stem below the knee is that stem', async () => {
    const quiet = fc.integer({ min: -(2 ** 23), max: 2 ** 23 }).map((step) => Math.fround((step / 2 ** 23) * 0.79))
    await fc.assert(
      fc.asyncProperty(stereo(quiet), async (samples) => {
        const master = await mixed([samples])
        master.forEach((sample, at) => expect(Math.abs(sample - samples[at]!)).toBeLessThanOrEqual(2 ** -41))
        expect(master).toHaveLength(samples.length)
      }),
    )
  })

  test('is never beyond the ceiling, whatever its stems hold', async () => {
    await fc.assert(
      fc.asyncProperty(stems(anySample), async (given) => {
        for (const sample of await mixed(given)) expect(Math.abs(sample)).toBeLessThanOrEqual(CEILING)
      }),
    )
  })

  test('does not depend on the order of its stems, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(stems(anySample), fc.func(fc.nat()), async (given, key) => {
        const shuffled = given.toSorted((one, other) => key(String(one)) - key(String(other)))
        const master = bits(await mixed(given))
        expect(bits(await mixed(shuffled))).toEqual(master)
        expect(bits(await mixed(given.toReversed()))).toEqual(master)
      }),
    )
  })

  test('does not depend on the size of its blocks nor on how the stems arrive, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(stems(anySample), splits, sizes, async (given, cuts, blockFrames) => {
        expect(bits(await mixed(given, cuts, blockFrames))).toEqual(bits(await mixed(given)))
      }),
    )
  })

  test('is as long as its longest stem', async () => {
    await fc.assert(
      fc.asyncProperty(stems(level), splits, sizes, async (given, cuts, blockFrames) => {
        const longest = Math.max(0, ...given.map(({ length }) => length))
        expect(await mixed(given, cuts, blockFrames)).toHaveLength(longest)
      }),
    )
  })

  test('comes in blocks of the size asked for, but for the last, and never in an empty one', async () => {
    await fc.assert(
      fc.asyncProperty(stems(level), splits, sizes, async (given, cuts, blockFrames) => {
        const lengths: number[] = []
        for await (const block of mix(
          given.map((one) => stem(one, cuts).stream),
          blockFrames,
        )) {
          lengths.push(valueIn(block).length)
        }
        expect(lengths.slice(0, -1)).toEqual(lengths.slice(0, -1).fill(2 * blockFrames))
        expect(lengths).not.toContain(0)
      }),
    )
  })

  test('of silence is silence', async () => {
    await fc.assert(
      fc.asyncProperty(stems(fc.constantFrom(0, -0)), async (given) => {
        for (const sample of await mixed(given)) expect(sample).toBe(0)
      }),
    )
  })

  test('takes what is no number for silence', async () => {
    const broken = fc.constantFrom(NaN, Infinity, -Infinity)
    await fc.assert(
      fc.asyncProperty(stereo(level), stereo(broken), async (sound, noise) => {
        const heard = await mixed([sound, new Float32Array(noise.length)])
        expect(bits(await mixed([sound, noise]))).toEqual(bits(heard))
      }),
    )
  })

  test('of nothing is nothing', async () => {
    expect(await mixed([])).toHaveLength(0)
    expect(mixBlock([])).toHaveLength(0)
    expect(await mixed([new Float32Array(0), new Float32Array(0)])).toHaveLength(0)
  })

  test('of the author’s track and 32 stems at full scale is still exact', () => {
    const full = Array.from({ length: MAX_STEMS + 1 }, (_, at) =>
      Float32Array.of(at % 2 === 0 ? 3.4e38 : -3.4e38, 2 ** -24),
    )
    expect(bits(mixBlock(full))).toEqual(bits(mixBlock(full.toReversed())))
    expect(mixBlock(full)[1]).toBe(Math.fround((MAX_STEMS + 1) * 2 ** -24))
  })
})

describe('the ceiling', () => {
  const loud = fc.double({ min: -1e6, max: 1e6, noNaN: true })

  test('is the same below and above: what is turned over comes out turned over', () => {
    fc.assert(fc.property(loud, (sample) => underCeiling(-sample) === -underCeiling(sample)))
  })

  test('keeps what is louder louder', () => {
    fc.assert(
      fc.property(loud, loud, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        expect(underCeiling(low)).toBeLessThanOrEqual(underCeiling(high))
      }),
      { numRuns: 1000 },
    )
  })

  test('begins at the knee without a step and without a bend', () => {
    const step = 1e-9
    expect(underCeiling(KNEE)).toBe(KNEE)
    expect(underCeiling(KNEE + step) - KNEE).toBeCloseTo(step, 12)
    expect(underCeiling(KNEE + step)).toBeGreaterThan(KNEE)
    for (let size = KNEE - 1e-4; size < KNEE + 1e-4; size += 1e-6) {
      const slope = (underCeiling(size + 1e-6) - underCeiling(size)) / 1e-6
      expect(slope).toBeGreaterThan(0.999)
      expect(slope).toBeLessThan(1.001)
    }
  })

  test('is −0.1 dBFS, and its knee −2 dBFS', () => {
    expect(20 * Math.log10(CEILING)).toBeCloseTo(-0.1, 6)
    expect(20 * Math.log10(KNEE)).toBeCloseTo(-2, 6)
    expect(Math.fround(underCeiling(1e300))).toBe(CEILING)
    expect(underCeiling(Infinity)).toBe(CEILING)
  })
})
