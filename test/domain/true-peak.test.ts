import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { COEFFICIENT_UNIT, PHASE_0, PHASE_1, peakBetween, peakBounds, STRETCH } from '#domain/sound/oversampling.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { interleave } from '#adapters/testing/sound/tone.ts'
import { TRUE_PEAK_SIGNALS } from '#test/sound/true-peak-signals.ts'
import { anyStereo, inBlocks, music } from './sounds.ts'

const truePeak = (sound: StereoBlock, cuts: readonly number[] = []): number => {
  const meter = truePeakMeter()
  for (const block of inBlocks(sound, cuts)) meter.add(block)
  return meter.truePeak()
}

const both = (channel: Float32Array): StereoBlock => interleave(channel, channel)

describe('the signals 15 to 23 of EBU Tech 3341 read within +0.2 and −0.4 dB:', () => {
  test.for(TRUE_PEAK_SIGNALS)('signal %i', ([name, signal, expected]) => {
    const found = amplitudeInDecibels(truePeak(both(signal)))
    console.log(`signal ${name}: ${found.toFixed(2)} dBTP, expected ${expected}`)
    expect(found).toBeGreaterThanOrEqual(expected - 0.4)
    expect(found).toBeLessThanOrEqual(expected + 0.2)
  })
})

/** The filter as the recommendation prints it: every phase, every tap. */
const literally = (sound: StereoBlock): number => {
  const phases = [PHASE_0, PHASE_1, PHASE_1.toReversed(), PHASE_0.toReversed()]
  let peak = 0
  for (let at = 0; at < sound.length + CHANNELS * 11; at++) {
    for (const phase of phases) {
      const value = phase.reduce((sum, weight, tap) => sum + weight * (sound[at - CHANNELS * tap] ?? 0), 0)
      peak = Math.max(peak, Math.abs(value) / COEFFICIENT_UNIT, Math.abs(sound[at] ?? 0))
    }
  }
  return peak
}

describe('the true peak', () => {
  test('is what the published filter gives, beyond both ends too', () => {
    fc.assert(
      fc.property(anyStereo(60), (sound) => {
        expect(truePeak(sound)).toBeCloseTo(literally(sound), 12)
      }),
    )
    const sound = music(9600, 3)
    expect(truePeak(sound)).toBe(literally(sound))
  })

  test('is the same in any blocks, to the last bit, and asking for it changes nothing', () => {
    fc.assert(
      fc.property(anyStereo(80), fc.array(fc.nat({ max: 80 }), { maxLength: 6 }), (sound, cuts) => {
        const meter = truePeakMeter()
        for (const block of inBlocks(sound, cuts)) {
          meter.add(block)
          expect(meter.truePeak()).toBe(meter.truePeak())
        }
        expect(meter.truePeak()).toBe(truePeak(sound))
      }),
    )
  })

  test('of silence is 0, and of one full sample at least 1', () => {
    expect(truePeak(new Float32Array(0))).toBe(0)
    expect(truePeak(new Float32Array(200))).toBe(0)
    expect(truePeak(Float32Array.of(0, -1))).toBe(1)
  })

  test('is passed over only where the bound proves that it is not there', () => {
    const step = fc.constantFrom(-0.05, 0, 0.05)
    const walk = fc.array(step, { minLength: 64, maxLength: 64 }).map((steps) => {
      let level = 0.9
      return both(Float32Array.from(steps, (one) => (level += one)))
    })
    fc.assert(
      fc.property(fc.oneof(anyStereo(64), walk), (sound) => {
        const bounds = peakBounds(sound)
        for (let frame = 5; frame + 6 < sound.length / CHANNELS; frame++) {
          const here = Math.max(
            peakBetween(sound, CHANNELS * frame),
            peakBetween(sound, CHANNELS * frame + 1),
            Math.abs(sound[CHANNELS * frame]!),
            Math.abs(sound[CHANNELS * frame + 1]!),
          )
          expect(here).toBeLessThanOrEqual(bounds[Math.floor(frame / STRETCH)]!)
          // The value after a stretch's last frame belongs to the next stretch as well.
          expect(peakBetween(sound, CHANNELS * frame)).toBeLessThanOrEqual(bounds[Math.floor((frame + 1) / STRETCH)]!)
        }
      }),
    )
  })

  test('uses the coefficients of BS.1770-5, Annex 2', () => {
    expect(PHASE_0.map((one) => one / COEFFICIENT_UNIT)).toEqual([
      0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
      -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
    ])
    expect(PHASE_1.map((one) => one / COEFFICIENT_UNIT)).toEqual([
      -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
      -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
    ])
  })
})
