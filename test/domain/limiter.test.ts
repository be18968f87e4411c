import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limit, LIMITER_MEMORY, type LimiterSetting } from '#domain/mix/limiter.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels, gainFactor } from '#domain/sound/decibels.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { valueIn } from './outcome.ts'
import { anyStereo, bits, distortionOf, music, streamed } from './sounds.ts'

const limited = async (sound: StereoBlock, setting: LimiterSetting, cuts: readonly number[] = []) =>
  valueIn(await gatherBlocks(limit(streamed(sound, cuts), setting)))

const truePeak = (sound: StereoBlock): number => {
  const meter = truePeakMeter()
  meter.add(sound)
  return amplitudeInDecibels(meter.truePeak())
}

const both = (channel: Float32Array): StereoBlock => interleave(channel, channel)
const cuts = fc.array(fc.nat({ max: 3000 }), { maxLength: 8 })
const LOUD = music(SAMPLE_RATE, 5, 1.5)

describe('the limiter', () => {
  test('leaves sound under the ceiling as it is, to the last bit', async () => {
    const sound = music(SAMPLE_RATE, 1)
    const ceiling = Math.ceil(truePeak(sound) * 100) + 1
    expect(bits(await limited(sound, { gain: 0, ceiling }))).toEqual(bits(sound))
    expect(bits(await limited(sound, { gain: 0, ceiling: null }))).toEqual(bits(sound))
    expect(bits(await limited(sound, { gain: 0, ceiling: ceiling - 3 }))).not.toEqual(bits(sound))
  })

  test('keeps to the ceiling but for some hundredths of a decibel', async () => {
    for (const gain of [0, 600, 1200]) {
      const over = truePeak(await limited(LOUD, { gain, ceiling: -100 })) + 1
      console.log(`limiter at +${gain / 100} dB: ${over.toFixed(4)} dB from the ceiling`)
      expect(over).toBeLessThan(0.05)
      expect(over).toBeGreaterThan(-0.05)
    }
  })

  test('keeps to it at both ends, and whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(anyStereo(400), fc.integer({ min: 0, max: 3000 }), async (sound, gain) => {
        expect(truePeak(await limited(sound, { gain, ceiling: -600 }))).toBeLessThan(-5)
      }),
    )
  })

  test('is as long as what it is given, and in time with it', async () => {
    const sound = new Float32Array(CHANNELS * 5000)
    sound[CHANNELS * 2500] = 1
    const out = await limited(sound, { gain: 0, ceiling: -600 })
    expect(out).toHaveLength(sound.length)
    expect(out.indexOf(Math.max(...out))).toBe(CHANNELS * 2500)
    expect(out[CHANNELS * 2500]).toBeCloseTo(gainFactor(-600), 2)
    expect(await limited(new Float32Array(0), { gain: 0, ceiling: -600 })).toHaveLength(0)
    expect(await limited(Float32Array.of(0.25, 0.5), { gain: 0, ceiling: 0 })).toEqual(Float32Array.of(0.25, 0.5))
  })

  test('does not depend on the size of its blocks, bit for bit', async () => {
    const whole = bits(await limited(LOUD.subarray(0, 6000), { gain: 300, ceiling: -100 }))
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect(bits(await limited(LOUD.subarray(0, 6000), { gain: 300, ceiling: -100 }, at))).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  test('gives the same bits if it is started as much earlier as it remembers', async () => {
    const setting = { gain: 600, ceiling: -100 }
    const whole = await limited(LOUD, setting)
    for (const frame of [LIMITER_MEMORY, 24_001, 30_000, 40_000]) {
      const part = await limited(LOUD.subarray(CHANNELS * (frame - LIMITER_MEMORY)), setting)
      expect(bits(part.subarray(CHANNELS * LIMITER_MEMORY))).toEqual(bits(whole.subarray(CHANNELS * frame)))
    }
  })

  test('forgets the deepest cut after that time, and not much sooner', async () => {
    const sound = new Float32Array(CHANNELS * 24_000).fill(0.1)
    sound[CHANNELS * 1000] = 1e4
    const whole = await limited(sound, { gain: 0, ceiling: -100 })
    const last = whole.findLastIndex((one) => one !== whole.at(-1)) / CHANNELS
    expect(last).toBeLessThan(1000 + LIMITER_MEMORY)
    expect(last).toBeGreaterThan(1000 + LIMITER_MEMORY - 300)
  })

  test('lowers both channels alike, so that nothing moves to the side', async () => {
    const [left, right] = [tone(300, 9600, 1), tone(700, 9600, 0.3)]
    const out = await limited(interleave(left, right), { gain: 0, ceiling: -600 })
    const alone = await limited(interleave(left, new Float32Array(9600)), { gain: 0, ceiling: -600 })
    const at = CHANNELS * 5000
    expect(out[at + 1]! / right[5000]!).toBeCloseTo(out[at]! / left[5000]!, 5)
    expect(out[at]).toBe(alone[at])
  })

  test.for([20, 50, 440, 997, 5000, 12_345])(
    'keeps a tone of %i Hz that is 6 dB over it clean: THD+N below −60 dB',
    async (hertz) => {
      const out = await limited(both(tone(hertz, 2 * SAMPLE_RATE, 1)), { gain: 0, ceiling: -602 })
      const distortion = distortionOf(out, hertz, SAMPLE_RATE / 2)
      console.log(`${hertz} Hz, 6 dB over: THD+N ${distortion.toFixed(1)} dB`)
      expect(distortion).toBeLessThan(-60)
    },
  )

  test('moves its gain without clicks: by less than 0.1 dB from one frame to the next', async () => {
    const steady = new Float32Array(CHANNELS * 48_000).fill(0.1)
    for (const at of [10_000, 10_100, 30_000]) steady[CHANNELS * at] = 0.9
    const out = await limited(steady, { gain: 0, ceiling: -1200 })
    let most = 0
    for (let at = 1; at < out.length - CHANNELS; at += CHANNELS)
      most = Math.max(most, Math.abs(amplitudeInDecibels(out[at + CHANNELS]! / out[at]!)))
    expect(most).toBeGreaterThan(0.01)
    expect(most).toBeLessThan(0.2)
    expect(out.at(-1)).toBe(Math.round(0.1 * 2 ** 23) / 2 ** 23)
  })
})
