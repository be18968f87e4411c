import { err } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { limit } from '#domain/mix/limiter.ts'
import { type Mastered, type MasterTarget, master, measure } from '#domain/mix/mastering.ts'
import { type BlockStream, CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueIn } from './outcome.ts'
import { bits, in24Bits, music, noise, streamed } from './sounds.ts'

type Session = { readonly done: Mastered; readonly kept: StereoBlock; readonly trials: number }

/** Masters a sound, and keeps the last trial as a host would. */
const mastered = async (sound: StereoBlock, target: MasterTarget): Promise<Session> => {
  let kept: StereoBlock[] = []
  let trials = 0
  const keep = async function* (trial: BlockStream<never>): BlockStream<never> {
    kept = []
    trials++
    for await (const block of trial) {
      kept.push(valueIn(block))
      yield block
    }
  }
  const done = valueIn(await master({ bus: () => streamed(sound), keep }, target))
  const whole = new Float32Array(kept.reduce((length, block) => length + block.length, 0))
  kept.reduce((at, block) => (whole.set(block, at), at + block.length), 0)
  return { done, kept: whole, trials }
}

const levelsOf = async (sound: StereoBlock) => valueIn(await measure(streamed(sound)))

const SECONDS = 8
const drums = (): StereoBlock => {
  const chance = noise(9)
  return Float32Array.from({ length: CHANNELS * SECONDS * SAMPLE_RATE }, (_, at) =>
    in24Bits(0.9 * chance() * Math.exp(-((at / CHANNELS) % 24_000) / 900)),
  )
}
const hiss = (): StereoBlock => {
  const chance = noise(4)
  return Float32Array.from({ length: CHANNELS * SECONDS * SAMPLE_RATE }, () => in24Bits(0.2 * chance()))
}

const SOUNDS: readonly (readonly [string, StereoBlock])[] = [
  ['a band', music(SECONDS * SAMPLE_RATE, 1, 0.5)],
  ['a quiet band', music(SECONDS * SAMPLE_RATE, 2, 0.02)],
  ['a band far over full scale', music(SECONDS * SAMPLE_RATE, 3, 3)],
  ['hiss', hiss()],
]

describe('a master', () => {
  for (const [name, sound] of SOUNDS) {
    for (const [loudness, ceiling] of [
      [-23, -1],
      [-16, -1],
      [-14, -1.1],
      [-14, -2],
    ] as const) {
      test(`of ${name} at ${loudness} LUFS under ${ceiling} dBTP is within 0.1 LU and never above`, async () => {
        const { done, kept, trials } = await mastered(sound, { loudness, ceiling })
        const levels = await levelsOf(kept)
        console.log(
          `${name.padEnd(27)} ${loudness} LUFS ${ceiling} dBTP: ${levels.loudness?.toFixed(2)} LUFS ` +
            `${levels.truePeak.toFixed(2)} dBTP, gain ${done.setting.gain / 100} dB, trials ${trials}`,
        )
        expect(levels.truePeak).toBeLessThanOrEqual(ceiling)
        expect(Math.abs(levels.loudness! - loudness)).toBeLessThanOrEqual(0.1)
        expect(done).toMatchObject({ ...levels, isOffTarget: false })
        expect(trials).toBeLessThanOrEqual(5)
      })
    }
  }

  test('is the last trial that was kept, and its setting makes it again', async () => {
    const { done, kept } = await mastered(SOUNDS[0]![1], { loudness: -12, ceiling: -1 })
    expect(done.setting.ceiling).not.toBeNull()
    expect(done.frames).toBe(kept.length / CHANNELS)
    expect(bits(valueIn(await gatherBlocks(limit(streamed(SOUNDS[0]![1]), done.setting))))).toEqual(bits(kept))
  })

  test('of a recording under the ceiling, without a loudness to reach, is that recording', async () => {
    const sound = music(SAMPLE_RATE, 6)
    const { done, kept, trials } = await mastered(sound, { loudness: null, ceiling: -1 })
    expect(bits(kept)).toEqual(bits(sound))
    expect(done).toMatchObject({ setting: { gain: 0, ceiling: null }, isOffTarget: false })
    expect(trials).toBe(1)
  })

  test('of silence is silence', async () => {
    for (const frames of [0, 48_000]) {
      const { done, kept } = await mastered(new Float32Array(CHANNELS * frames), { loudness: -14, ceiling: -1 })
      expect(kept).toEqual(new Float32Array(CHANNELS * frames))
      expect(done).toMatchObject({ loudness: null, setting: { gain: 0, ceiling: null }, isOffTarget: true })
    }
  })

  test('that the ceiling keeps from its loudness says how loud it became', async () => {
    const clicks = new Float32Array(CHANNELS * SECONDS * SAMPLE_RATE)
    for (let at = 0; at < clicks.length; at += SAMPLE_RATE) clicks[at] = 0.5
    for (const [sound, loudness] of [
      [clicks, -14],
      [drums(), -12],
    ] as const) {
      const { done, kept, trials } = await mastered(sound, { loudness, ceiling: -1 })
      const levels = await levelsOf(kept)
      console.log(`${loudness} LUFS is out of reach: ${levels.loudness?.toFixed(2)} LUFS after ${trials} trials`)
      expect(done).toMatchObject({ ...levels, isOffTarget: true })
      expect(levels.truePeak).toBeLessThanOrEqual(-1)
      expect(levels.loudness).toBeLessThan(loudness - 1)
      expect(trials).toBeLessThanOrEqual(4)
    }
  })

  test('is not made of a bus that breaks, in the first pass or in a later one', async () => {
    for (const breaking of [1, 2, 3]) {
      let pass = 0
      const bus = async function* (): BlockStream<string> {
        pass++
        yield* streamed(SOUNDS[0]![1])
        if (pass === breaking) yield err('broken')
      }
      const found = await master({ bus }, { loudness: -12, ceiling: -1 })
      expect(found).toEqual(err('broken'))
    }
  })

  test('needs no pass to measure what was measured', async () => {
    let passes = 0
    const sound = music(SAMPLE_RATE, 6)
    const bus = () => (passes++, streamed(sound))
    const levels = await levelsOf(sound)
    valueIn(await master({ bus, levels }, { loudness: null, ceiling: -1 }))
    expect(passes).toBe(1)
  })
})
