import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { proposeOffset } from '#domain/sound/alignment.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { type Onsets, onsetCollector } from '#domain/sound/onsets.ts'
import { inBlocks, music } from './sounds.ts'

// Transforms of half a million values take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const SECONDS = 12
const LONG = music(2 * SECONDS * SAMPLE_RATE, 3)

/** Numbers between −1 and 1; two seeds have nothing in common (mulberry32). */
const chance = (seed: number): (() => number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (2 * ((mixed ^ (mixed >>> 14)) >>> 0)) / 2 ** 32 - 1
  }
}

const onsetsOf = (sound: StereoBlock, cuts: readonly number[] = []): Onsets => {
  const collector = onsetCollector()
  for (const block of inBlocks(sound, cuts)) collector.add(block)
  return collector.onsets()
}

/** Twelve seconds from this frame of the music on. */
const from = (frame: number): StereoBlock => LONG.slice(CHANNELS * frame, CHANNELS * (frame + SECONDS * SAMPLE_RATE))

const noisy = (sound: StereoBlock, factor: number, noise: number, seed: number): StereoBlock => {
  const next = chance(seed)
  return sound.map((sample) => factor * sample + noise * next())
}

/** Seconds at which somebody strikes: now sooner, now later. */
const rhythm = (seed: number): readonly number[] => {
  const next = chance(seed)
  const strikes: number[] = []
  for (let at = 0.3; at < SECONDS - 1; at += 0.15 + 0.25 * Math.abs(next())) strikes.push(at)
  return strikes
}

type Instrument = { readonly hertz: number; readonly decay: number; readonly seed: number; readonly late?: number }

/** Tones at these seconds, each up to 5 ms early or late. */
const played = (strikes: readonly number[], { hertz, decay, seed, late = 0 }: Instrument): StereoBlock => {
  const next = chance(seed)
  const sound = new Float32Array(CHANNELS * SAMPLE_RATE * SECONDS)
  for (const strike of strikes) {
    const begin = Math.round((strike + late + 0.005 * next()) * SAMPLE_RATE)
    const pitch = hertz * 2 ** (Math.round(6 * next()) / 12)
    const level = 0.3 + 0.15 * next()
    for (let at = 0; at < 0.3 * SAMPLE_RATE; at++) {
      const seconds = at / SAMPLE_RATE
      const sample =
        level * Math.sin(2 * Math.PI * pitch * seconds) * Math.exp(-decay * seconds) * Math.min(1, at / 100)
      const index = CHANNELS * (begin + at)
      if (index < 0 || index >= sound.length) continue
      sound[index]! += sample
      sound[index + 1]! += sample
    }
  }
  return sound
}

const BASS = { hertz: 110, decay: 6, seed: 5 }
const GUITAR = { hertz: 440, decay: 10, seed: 9 }

const proposed = (one: StereoBlock, other: StereoBlock) => proposeOffset(onsetsOf(one), onsetsOf(other))

it('finds the offset of the same sound to the sample, quieter and under noise, early and late', () => {
  const property = fc.property(
    fc.integer({ min: 0, max: 6 * SAMPLE_RATE }),
    fc.integer({ min: 0, max: 6 * SAMPLE_RATE }),
    fc.integer({ min: 1, max: 1000 }),
    (begin, otherBegin, seed) => {
      const found = proposed(from(begin), noisy(from(otherBegin), 0.4, 0.1, seed))._unsafeUnwrap()
      expect(found.foundBy).toBe('waveform')
      expect(Math.abs(found.offset - (otherBegin - begin))).toBeLessThanOrEqual(1)
      expect(found.confidence).toBeGreaterThan(0.5)
    },
  )
  fc.assert(property, { numRuns: 3 })
})

it('finds it upside down as well', () => {
  const flipped = from(4321).map((sample) => -sample)
  expect(proposed(from(0), flipped)._unsafeUnwrap()).toMatchObject({ offset: 4321, foundBy: 'waveform' })
})

it.each([1, 2, 3])('lays two instruments that play to one beat over each other, to some milliseconds (%i)', (seed) => {
  const strikes = rhythm(seed)
  const answer = strikes.filter((_, at) => at % 3 !== 0)
  const found = proposed(played(strikes, BASS), played(answer, { ...GUITAR, late: 0.7 }))._unsafeUnwrap()
  expect(found.foundBy).toBe('onsets')
  expect(Math.abs(found.offset + 0.7 * SAMPLE_RATE)).toBeLessThan(0.004 * SAMPLE_RATE)
  expect(found.confidence).toBeGreaterThan(0.5)
})

it('says that nothing fits what has nothing in common', () => {
  const silent = new Float32Array(CHANNELS * SAMPLE_RATE * SECONDS)
  const nothing = { type: 'NothingFits' }
  for (const seed of [1, 2]) {
    const [one, other] = [noisy(silent, 1, 0.3, seed), noisy(silent, 1, 0.3, seed + 50)]
    expect(proposed(one, other)._unsafeUnwrapErr()).toEqual(nothing)
    const unrelated = proposed(played(rhythm(seed), BASS), played(rhythm(seed + 20), GUITAR))
    expect(unrelated.map(({ confidence }) => confidence).unwrapOr(0)).toBeLessThan(0.4)
  }
  expect(proposed(from(0), silent)._unsafeUnwrapErr()).toEqual(nothing)
  expect(proposed(silent, silent)._unsafeUnwrapErr()).toEqual(nothing)
  expect(proposed(from(0), new Float32Array(0))._unsafeUnwrapErr()).toEqual(nothing)
})

it('is unsure of a beat that always comes back', () => {
  const strikes = Array.from({ length: 22 }, (_, at) => 0.5 * (at + 1))
  const found = proposed(played(strikes, BASS), played(strikes, { ...GUITAR, late: 0.1 }))
  expect(found.map(({ confidence }) => confidence).unwrapOr(0)).toBeLessThan(0.5)
})

it('hears the same in any blocks', () => {
  const whole = onsetsOf(from(0))
  const property = fc.property(
    fc.array(fc.integer({ min: 0, max: SECONDS * SAMPLE_RATE }), { maxLength: 6 }),
    (cuts) => {
      const cut = onsetsOf(from(0), cuts)
      expect(cut.envelope).toEqual(whole.envelope)
      expect(Buffer.from(cut.differences.buffer).equals(Buffer.from(whole.differences.buffer))).toBe(true)
    },
  )
  fc.assert(property, { numRuns: 3 })
})
