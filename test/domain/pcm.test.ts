import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headroomFor, packPcm, quantised } from '#domain/sound/pcm.ts'

const FULL_SCALE = 2 ** 23
const blocks = fc.float32Array({ maxLength: 200, min: -4, max: 4, noNaN: true })
const integers = fc
  .array(fc.integer({ min: -FULL_SCALE, max: FULL_SCALE - 1 }), { maxLength: 200 })
  .map((samples) => Float32Array.from(samples, (sample) => sample / FULL_SCALE))

describe('24-bit samples', () => {
  it('are packed without a change', () =>
    fc.assert(
      fc.property(integers, (block) => {
        const bytes = Buffer.from(packPcm(block))
        expect(Float32Array.from(block, (_, at) => bytes.readIntLE(3 * at, 3) / FULL_SCALE)).toEqual(block)
      }),
    ))

  it('are in whole steps of 24 bits already, so that nothing is rounded twice', () =>
    fc.assert(
      fc.property(integers, (block) => {
        expect(quantised(block, 0)).toEqual(block)
      }),
    ))

  it('are off by half a step at most, with the headroom that the peak needs', () =>
    fc.assert(
      fc.property(blocks, (block) => {
        const headroom = headroomFor(block.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0))
        const samples = quantised(block, headroom)
        samples.forEach((sample, at) =>
          expect(Math.abs(sample * 2 ** headroom - block[at]!)).toBeLessThanOrEqual((0.5 * 2 ** headroom) / FULL_SCALE),
        )
      }),
    ))

  it('hold what is no number as silence, and what is too loud at full scale', () => {
    const wild = Float32Array.of(Number.NaN, Infinity, -Infinity, 2, -2)
    expect(quantised(wild, 0)).toEqual(Float32Array.of(0, 1 - 1 / FULL_SCALE, -1, 1 - 1 / FULL_SCALE, -1))
  })

  it('need a step of headroom from just above full scale on', () => {
    const highest = (FULL_SCALE - 1) / FULL_SCALE
    expect([highest, 1, 1.99, 2, 4].map(headroomFor)).toEqual([0, 1, 1, 2, 3])
  })
})
