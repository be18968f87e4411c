import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balanceFactors } from '#domain/mix/balance.ts'
import { heardAmong } from '#domain/mix/heard.ts'
import { mixdown, type MixdownOptions, plainStem, type MixerStem } from '#domain/mix/mixer.ts'
import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels, gainFactor } from '#domain/sound/decibels.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueIn } from './outcome.ts'
import { bits, music } from './sounds.ts'
import { stem } from './stems.ts'

type Recording = Omit<MixerStem<string>, 'blocks'> & { readonly sound: StereoBlock }

const plain = (sound: StereoBlock): Recording => ({ ...plainStem(stem(sound).stream), sound })

const mixed = async (given: readonly Recording[], options: MixdownOptions = {}, cuts?: readonly number[]) =>
  valueIn(
    await gatherBlocks(
      mixdown(
        given.map(({ sound, ...how }) => ({ ...how, blocks: stem(sound, cuts).stream })),
        options,
      ),
    ),
  )

const sample = fc.integer({ min: -(2 ** 23), max: 2 ** 23 }).map((step) => step / 2 ** 23)
const anySample = fc.oneof(
  sample,
  fc.float(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 128, -128, 3.4e38, -3.4e38, 1e-45),
)
const stereo = (of: fc.Arbitrary<number>, maxFrames = 40) =>
  fc.array(fc.tuple(of, of), { maxLength: maxFrames }).map((frames) => Float32Array.from(frames.flat()))
const gains = fc.integer({ min: -6000, max: 1200 })
const pans = fc.integer({ min: -100, max: 100 })
const recording = (of: fc.Arbitrary<number> = sample): fc.Arbitrary<Recording> =>
  fc.record({
    sound: stereo(of),
    headroom: fc.nat({ max: 3 }),
    gain: gains,
    pan: pans,
    offset: fc.integer({ min: -30, max: 30 }),
    mute: fc.boolean(),
    solo: fc.boolean(),
  })
const recordings = (of?: fc.Arbitrary<number>) => fc.array(recording(of), { maxLength: 6 })
const splits = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })
const sizes = fc.integer({ min: 1, max: 50 })

describe('a mix', () => {
  test('of one stem at 0 dB in the centre is that stem, to the last bit', async () => {
    const sound = music(30_000, 1)
    expect(bits(await mixed([plain(sound)]))).toEqual(bits(sound))
    const half = sound.map((one) => one / 4)
    expect(bits(await mixed([{ ...plain(half), headroom: 2 }]))).toEqual(bits(sound))
  })

  test('of a stem and its inverse is silence', async () => {
    const sound = music(30_000, 1)
    const inverse = sound.map((one) => -one)
    const sum = await mixed([
      { ...plain(sound), gain: -317, pan: 23 },
      { ...plain(inverse), gain: -317, pan: 23 },
    ])
    const loudest = amplitudeInDecibels(sum.reduce((most, one) => Math.max(most, Math.abs(one)), 0))
    console.log(`a stem and its inverse: ${loudest} dBFS`)
    expect(loudest).toBeLessThan(-140)
  })

  test('is the sum of its stems, each at its gain, balance and offset', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(), async (given) => {
        const heard = heardAmong(given)
        const sum = await mixed(given)
        sum.forEach((found, at) => {
          const [frame, channel] = [Math.floor(at / CHANNELS), at % CHANNELS]
          const expected = heard.reduce((total, { sound, headroom, gain, pan, offset }) => {
            const away = channel === 0 ? pan : -pan
            const balance = away > 0 ? Math.cos((away / 200) * Math.PI) : 1
            const one = frame < offset ? 0 : (sound[CHANNELS * (frame - offset) + channel] ?? 0)
            return total + one * 2 ** headroom * 10 ** (gain / 2000) * balance
          }, 0)
          expect(Math.abs(found - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)))
        })
      }),
    )
  })

  test('begins at zero and ends with its last stem', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(), splits, sizes, async (given, cuts, blockFrames) => {
        const ends = heardAmong(given).map(({ sound, offset }) => offset + sound.length / CHANNELS)
        expect(await mixed(given, { blockFrames }, cuts)).toHaveLength(CHANNELS * Math.max(0, ...ends))
      }),
    )
  })

  test('does not depend on the order of its stems, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(anySample), fc.func(fc.nat()), async (given, key) => {
        const shuffled = given.toSorted((one, other) => key(one.gain) - key(other.gain))
        const sum = bits(await mixed(given))
        expect(bits(await mixed(shuffled))).toEqual(sum)
        expect(bits(await mixed(given.toReversed()))).toEqual(sum)
      }),
    )
  })

  test('does not depend on the size of its blocks nor on how the stems arrive, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(anySample), splits, sizes, async (given, cuts, blockFrames) => {
        expect(bits(await mixed(given, { blockFrames }, cuts))).toEqual(bits(await mixed(given)))
      }),
    )
  })

  test('is the same put together of two parts, cut anywhere, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(anySample), fc.nat({ max: 80 }), sizes, async (given, cut, blockFrames) => {
        const whole = bits(await mixed(given))
        const head = bits(await mixed(given, { to: cut, blockFrames }))
        const tail = bits(await mixed(given, { from: cut }))
        expect(Uint32Array.of(...head, ...tail)).toEqual(whole)
        // As a host does it that can open its stems anywhere.
        const opened = given.map((one) => {
          const skipped = Math.min(Math.max(0, cut - one.offset), one.sound.length / CHANNELS)
          return { ...one, sound: one.sound.subarray(CHANNELS * skipped), offset: one.offset + skipped - cut }
        })
        expect(bits(await mixed(opened))).toEqual(tail)
      }),
    )
  })

  test('with a muted stem is the mix without it, soloed or not', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(anySample), recording(anySample), async (others, muted) => {
        expect(bits(await mixed([...others, { ...muted, mute: true }]))).toEqual(bits(await mixed(others)))
      }),
    )
  })

  test('with soloed stems is the mix with all others muted', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(anySample), async (given) => {
        const anySolo = given.some(({ solo, mute }) => solo && !mute)
        const muted = given.map((one) => ({ ...one, solo: false, mute: one.mute || (anySolo && !one.solo) }))
        expect(bits(await mixed(given))).toEqual(bits(await mixed(muted)))
      }),
    )
  })

  test('becomes no quieter by more gain, and a side no louder by turning away from it', async () => {
    await fc.assert(
      fc.asyncProperty(gains, gains, pans, pans, async (one, other, left, right) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const sound = Float32Array.of(0.5, 0.25)
        const [quiet, loud] = [
          await mixed([{ ...plain(sound), gain: low }]),
          await mixed([{ ...plain(sound), gain: high }]),
        ]
        expect(quiet[0]).toBeLessThanOrEqual(loud[0]!)
        const [west, east] = [Math.min(left, right), Math.max(left, right)]
        const [ofWest, ofEast] = [
          await mixed([{ ...plain(sound), pan: west }]),
          await mixed([{ ...plain(sound), pan: east }]),
        ]
        expect(ofWest[0]).toBeGreaterThanOrEqual(ofEast[0]!)
        expect(ofWest[1]).toBeLessThanOrEqual(ofEast[1]!)
      }),
    )
  })

  test('comes in blocks of the size asked for, but for the last, and never in an empty one', async () => {
    await fc.assert(
      fc.asyncProperty(recordings(), splits, sizes, async (given, cuts, blockFrames) => {
        const lengths: number[] = []
        const stems = given.map(({ sound, ...how }) => ({ ...how, blocks: stem(sound, cuts).stream }))
        for await (const block of mixdown(stems, { blockFrames })) lengths.push(valueIn(block).length)
        expect(lengths.slice(0, -1)).toEqual(lengths.slice(0, -1).fill(CHANNELS * blockFrames))
        expect(lengths).not.toContain(0)
      }),
    )
  })

  test('takes what is no number for silence', async () => {
    const broken = fc.constantFrom(NaN, Infinity, -Infinity)
    await fc.assert(
      fc.asyncProperty(stereo(sample), stereo(broken), async (sound, rubbish) => {
        const silent = new Float32Array(rubbish.length)
        expect(bits(await mixed([plain(sound), plain(rubbish)]))).toEqual(
          bits(await mixed([plain(sound), plain(silent)])),
        )
      }),
    )
  })

  test('of nothing is nothing', async () => {
    expect(await mixed([])).toHaveLength(0)
    expect(await mixed([plain(new Float32Array(0)), plain(new Float32Array(0))])).toHaveLength(0)
    expect(await mixed([{ ...plain(music(100, 1)), offset: -100 }])).toHaveLength(0)
    expect(await mixed([plain(music(100, 1))], { from: 100 })).toHaveLength(0)
  })

  test('of the author’s track and 32 stems at full scale is still exact', async () => {
    const full = Array.from({ length: MAX_STEMS + 1 }, (_, at) =>
      plain(Float32Array.of(at % 2 === 0 ? 3.4e38 : -3.4e38, 2 ** -24)),
    )
    expect(bits(await mixed(full))).toEqual(bits(await mixed(full.toReversed())))
    expect((await mixed(full))[1]).toBe(Math.fround((MAX_STEMS + 1) * 2 ** -24))
  })
})

describe('the balance', () => {
  test('falls on a sine law on the side turned away from, and leaves the other alone', () => {
    for (let pan = 0; pan <= 100; pan++) {
      const [left, right] = balanceFactors(pan)
      expect(right).toBe(1)
      expect(left).toBe(Math.round(Math.sin(((100 - pan) / 200) * Math.PI) * 2 ** 31) / 2 ** 31)
      expect(balanceFactors(-pan)).toEqual([right, left])
    }
    expect(balanceFactors(0)).toEqual([1, 1])
    expect(balanceFactors(100)).toEqual([0, 1])
  })

  test('and the gain are what the mix applies', async () => {
    const [left, right] = await mixed([{ ...plain(Float32Array.of(0.5, 0.5)), pan: -30, gain: -600 }])
    expect(left).toBe(Math.fround(0.5 * gainFactor(-600)))
    expect(right).toBeCloseTo(0.5 * gainFactor(-600) * Math.cos(0.15 * Math.PI), 7)
  })
})
