import * as fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { expect, test } from 'vitest'
import type { TimedSamples } from '#adapters/ffmpeg/nut-frames.ts'
import { onTimeline, type TimelineRules } from '#adapters/ffmpeg/timeline.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'

const RULES: TimelineRules = { maximumHole: 10_000, tolerance: 100, beginsAtZero: false, heldBack: async () => 0 }

const timed = (pts: number, ...samples: readonly number[]): TimedSamples => ({
  pts,
  channels: 1,
  bytes: new Uint8Array(Float32Array.from(samples).buffer),
})

async function* arriving(...frames: readonly TimedSamples[]) {
  for (const frame of frames) yield ok([frame])
}

const played = async (frames: readonly TimedSamples[], rules: Partial<TimelineRules> = {}): Promise<number[]> => {
  const stereo = valueOf(await gatherBlocks(onTimeline(arriving(...frames), { ...RULES, ...rules })))
  return [...stereo].filter((_, at) => at % 2 === 0)
}

const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0)

test('a hole is as long as the clock says, and what the resampler held back comes before it', async () => {
  const frames = [timed(5000, 1, 1), timed(5202, 2, 3)]
  expect(await played(frames)).toEqual([1, 1, ...zeros(200), 2, 3])
  expect(await played(frames, { heldBack: async () => 1 })).toEqual([1, 1, 2, ...zeros(200), 3])
})

test('many small holes are a hole when they add up to one', async () => {
  const frames = [timed(0, 1), timed(41, 2), timed(82, 3), timed(123, 4)]
  expect(await played(frames)).toEqual([1, 2, 3, ...zeros(120), 4])
})

test('a clock that goes back costs no sound, and holes behind it are filled', async () => {
  expect(await played([timed(9000, 1), timed(0, 2), timed(201, 3)])).toEqual([1, 2, ...zeros(200), 3])
})

test('silence in front counts only where the clock begins at zero', async () => {
  expect(await played([timed(3, 1)])).toEqual([1])
  expect(await played([timed(3, 1)], { beginsAtZero: true })).toEqual([0, 0, 0, 1])
  expect(await played([timed(-3, 1)], { beginsAtZero: true })).toEqual([1])
})

test('a wild timestamp is a fault that tells how long, and no silence', async () => {
  const tenYears = 10 * 365 * 86_400
  const items = await itemsOf(onTimeline(arriving(timed(0, 1), timed(48_000 * tenYears, 2)), RULES))
  expect(items).toHaveLength(2)
  expect(faultOf(items[1]!)).toEqual({ type: 'HoleTooLong', seconds: tenYears })
})

async function* broken() {
  yield ok([timed(0, 1)])
  yield err('gone')
}

test('a fault comes out after what came before it', async () => {
  const items = await itemsOf(onTimeline(broken(), RULES))
  expect(items.map((item) => item.isOk())).toEqual([true, false])
})

test('however a clock jitters below the tolerance, every sample is played once and nothing between', async () => {
  const jitter = fc.array(fc.integer({ min: -49, max: 49 }), { minLength: 1, maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(jitter, async (offsets) => {
      const frames = offsets.map((offset, at) => timed(at * 2 + offset, 2 * at + 1, 2 * at + 2))
      expect(await played(frames)).toEqual(Array.from({ length: 2 * offsets.length }, (_, at) => at + 1))
    }),
  )
})
