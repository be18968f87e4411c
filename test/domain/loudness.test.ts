import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { type LoudnessMeter, loudnessMeter } from '#domain/sound/loudness.ts'
import { inARow, inPieces, louder, musicLike, noise, silence, sine, swapped } from '#test/sound/signals.ts'

const hearingAll = (blocks: readonly StereoBlock[]): LoudnessMeter => {
  const meter = loudnessMeter()
  for (const block of blocks) meter.add(block)
  return meter
}

const hearing = (...blocks: readonly StereoBlock[]): LoudnessMeter => hearingAll(blocks)

const readings = (meter: LoudnessMeter) => ({
  momentary: meter.momentary(),
  shortTerm: meter.shortTerm(),
  integrated: meter.integrated(),
  range: meter.range(),
  samplePeak: meter.samplePeak(),
})

const song = musicLike({ seconds: 10 })
const SONGS = [song, noise({ seconds: 5, level: -12 }), inARow(musicLike({ seconds: 2, seed: 2 }), silence(2), song)]

const seeds = fc.integer({ min: 1, max: 2 ** 31 })
const levels = fc.double({ min: -30, max: 0, noNaN: true })
const cuts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 })

describe('loudness', () => {
  it('of a full-scale sine of 997 Hz in one channel is −3.01 LUFS', () => {
    const one = sine({ hertz: 997, level: [0, -Infinity], seconds: 5 })
    expect(hearing(one).integrated()).toBeCloseTo(-3.01, 2)
    expect(hearing(swapped(one)).integrated()).toBeCloseTo(-3.01, 2)
  })

  it('is not known before its window is full', () => {
    const meter = hearing(sine({ level: -20, seconds: 0.39 }))
    expect([meter.momentary(), meter.integrated()]).toEqual([null, null])
    meter.add(sine({ level: -20, seconds: 0.01 }))
    expect([meter.momentary(), meter.integrated()]).toEqual([expect.closeTo(-20, 1), expect.closeTo(-20, 1)])
    meter.add(sine({ level: -20, seconds: 2.59 }))
    expect([meter.shortTerm(), meter.range()]).toEqual([null, null])
    meter.add(sine({ level: -20, seconds: 0.01 }))
    expect([meter.shortTerm(), meter.range()]).toEqual([expect.closeTo(-20, 1), 0])
  })

  it('of silence is minus infinity now, and nothing as a whole', () => {
    expect(readings(hearing(silence(5)))).toEqual({
      momentary: -Infinity,
      shortTerm: -Infinity,
      integrated: null,
      range: null,
      samplePeak: 0,
    })
  })

  it('leaves out what is below −70 LUFS, and that alone', () => {
    expect(hearing(sine({ level: -70.1, seconds: 5 })).integrated()).toBeNull()
    expect(hearing(sine({ level: -69.9, seconds: 5 })).integrated()).toBeCloseTo(-69.9, 1)
    expect(hearing(sine({ level: -70.1, seconds: 5 })).range()).toBeNull()
    expect(hearing(sine({ level: -69.9, seconds: 5 })).range()).toBeCloseTo(0, 6)
  })

  it('leaves out what is more than 10 LU below the rest', () => {
    const loud = sine({ level: -20, seconds: 10 })
    const within = hearing(loud, sine({ level: -28, seconds: 10 })).integrated()!
    expect(within).toBeCloseTo(10 * Math.log10((10 ** -2 + 10 ** -2.8) / 2), 1)
    expect(hearing(loud, sine({ level: -36, seconds: 10 })).integrated()).toBeCloseTo(-20.06, 1)
  })

  it('comes back after samples that are no numbers, which count as silence', () => {
    const broken = song.map((sample, at) => (at === 10_000 ? Number.NaN : at === 70_001 ? -Infinity : sample))
    const mended = song.map((sample, at) => (at === 10_000 || at === 70_001 ? 0 : sample))
    expect(readings(hearing(broken))).toEqual(readings(hearing(mended)))
  })

  it('gives the largest sample of either channel as the sample peak', () => {
    const block = silence(1)
    block[4321] = -0.75
    block[5000] = 0.5
    expect(hearing(block, silence(1)).samplePeak()).toBe(0.75)
  })

  it('is the same to the last bit however the stream is cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SONGS), cuts, (whole, frames) => {
        expect(readings(hearingAll(inPieces(whole, frames)))).toEqual(readings(hearing(whole)))
      }),
      { numRuns: 25 },
    )
  })

  it('as of now is the same to the last bit wherever the stream was cut before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SONGS),
        cuts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (whole, frames, part) => {
          const heard = whole.subarray(0, CHANNELS * Math.floor((part * whole.length) / CHANNELS))
          expect(readings(hearingAll(inPieces(heard, frames)))).toEqual(readings(hearing(heard)))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('moves by as many LU as the gain has decibels', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SONGS), fc.double({ min: -20, max: 20, noNaN: true }), (whole, gain) => {
        const [before, after] = [hearing(whole), hearing(louder(whole, gain))]
        expect(Math.abs(after.integrated()! - before.integrated()! - gain)).toBeLessThan(0.01)
        expect(Math.abs(after.range()! - before.range()!)).toBeLessThan(0.01)
      }),
      { numRuns: 25 },
    )
  })

  it('is the same to the last bit when left and right are changed over', () => {
    fc.assert(
      fc.property(seeds, levels, levels, (seed, left, right) => {
        const both = noise({ seconds: 3.5, level: 0, seed })
        const uneven = both.map((sample, at) => sample * 10 ** ((at % CHANNELS === 0 ? left : right) / 20))
        expect(readings(hearing(swapped(uneven)))).toEqual(readings(hearing(uneven)))
      }),
      { numRuns: 15 },
    )
  })

  it('as a whole does not change by silence, but for the three blocks that hold both', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SONGS), fc.integer({ min: 4, max: 200 }), (whole, tenths) => {
        const [bare, brief] = [hearing(whole).integrated()!, hearing(whole, silence(0.4)).integrated()!]
        expect(hearing(whole, silence(tenths / 10)).integrated()).toBe(brief)
        expect(Math.abs(brief - bare)).toBeLessThan(0.2)
      }),
      { numRuns: 15 },
    )
  })
})
