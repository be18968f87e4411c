import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limit, LIMITER_MEMORY, type LimiterSetting } from '#domain/mix/limiter.ts'
import { masterFrom, type SeekableStem } from '#domain/mix/master-from.ts'
import { mixdown, type MixerStem } from '#domain/mix/mixer.ts'
import { CHANNELS, type StereoBlock } from '#domain/sound/block.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueIn } from './outcome.ts'
import { bits, inBlocks, music, streamed } from './sounds.ts'
import { stem } from './stems.ts'

/** Longer than what the limiter remembers, so that it is at work and forgets. */
const FRAMES = LIMITER_MEMORY + 12_000
/** Here a peak keeps the gain down for as long as anything can. */
const BANG = 2000
const quietBehindABang = music(FRAMES, 6, 0.1)
quietBehindABang[CHANNELS * BANG] = 100
const SOUNDS = [music(FRAMES, 3, 0.9), music(FRAMES - 5000, 4, 0.7), music(9000, 5, 1.2), quietBehindABang]

type Recording = Omit<MixerStem<string>, 'blocks'> & { readonly sound: number }

const recordings: fc.Arbitrary<readonly Recording[]> = fc.array(
  fc.record({
    sound: fc.nat({ max: SOUNDS.length - 1 }),
    headroom: fc.nat({ max: 1 }),
    gain: fc.integer({ min: -1200, max: 600 }),
    pan: fc.integer({ min: -100, max: 100 }),
    offset: fc.integer({ min: -4000, max: 4000 }),
    mute: fc.boolean(),
    solo: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
)
const settings: fc.Arbitrary<LimiterSetting> = fc.record({
  gain: fc.integer({ min: -600, max: 1200 }),
  ceiling: fc.constantFrom(null, -100, -600),
})
const places = fc.nat({ max: FRAMES + 5000 })

const rendered = async (given: readonly Recording[], setting: LimiterSetting): Promise<StereoBlock> => {
  const stems = given.map(({ sound, ...how }) => ({ ...how, blocks: streamed(SOUNDS[sound]!) }))
  return valueIn(await gatherBlocks(limit(mixdown(stems), setting)))
}

const seekable = ({ sound, ...how }: Recording, cuts: readonly number[] = []): SeekableStem<string> => ({
  ...how,
  blocksFrom: (frame) => streamed(SOUNDS[sound]!.subarray(CHANNELS * frame), cuts),
})

describe('the master from any frame on', () => {
  test('has the bits of the whole render there, in blocks of any size', async () => {
    let limited = 0
    await fc.assert(
      fc.asyncProperty(
        recordings,
        settings,
        fc.array(places, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 9000 }),
        fc.array(fc.nat({ max: 9000 }), { maxLength: 3 }),
        async (given, setting, froms, blockFrames, cuts) => {
          const whole = await rendered(given, setting)
          if (setting.ceiling !== null) limited++
          for (const from of froms) {
            const stems = given.map((one) => seekable(one, cuts))
            const part = valueIn(await gatherBlocks(masterFrom(stems, setting, from, Math.max(blockFrames, 64))))
            expect(
              Buffer.compare(Buffer.from(bits(part).buffer), Buffer.from(bits(whole.subarray(CHANNELS * from)).buffer)),
            ).toBe(0)
          }
        },
      ),
      { numRuns: 40 },
    )
    expect(limited).toBeGreaterThan(5)
  })

  test('is as quiet behind a loud peak as in the whole render, for as long as the limiter remembers it', async () => {
    const bang = { sound: 3, headroom: 0, gain: 0, pan: 0, offset: 0, mute: false, solo: false }
    const setting = { gain: 600, ceiling: -100 }
    const whole = await rendered([bang], setting)
    const end = BANG + LIMITER_MEMORY
    for (const from of [0, 1, BANG, BANG + 1, 7000, LIMITER_MEMORY, end - 400, end - 300, end, end + 1, FRAMES]) {
      const part = valueIn(await gatherBlocks(masterFrom([seekable(bang)], setting, from)))
      expect(bits(part), `from ${from}`).toEqual(bits(whole.subarray(CHANNELS * from)))
    }
  })

  test('says where a track cannot be read', async () => {
    const [block] = inBlocks(SOUNDS[2]!, [])
    const broken = { ...seekable({ sound: 2, headroom: 0, gain: 0, pan: 0, offset: 0, mute: false, solo: false }) }
    const answer = await gatherBlocks(
      masterFrom(
        [{ ...broken, blocksFrom: () => stem(block!, [0.5], 'gone').stream }],
        { gain: 0, ceiling: -100 },
        6000,
      ),
    )
    expect(answer._unsafeUnwrapErr()).toBe('gone')
  })
})
