import { describe, expect, test } from 'vitest'
import { readWave } from '#adapters/memory/media/memory-wave.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { MixForm } from '#domain/mix/mix-form.ts'
import { active, answered, masterOf, mixOf, posted } from './given.ts'
import { type World, world } from './world.ts'

const SECONDS = 48_000

const both = (channel: Float32Array): Uint8Array<ArrayBuffer> => waveFile({ channels: [channel, channel] })

/** A song of two tones, 997 Hz of the author's and 440 Hz of an answer, in which the recipe is rendered. */
const rendered = async (on: World, recipeOf: (bass: number) => Exclude<MixForm['recipe'], undefined>) => {
  const ann = await active(on, 'Ann')
  const postId = await posted(on, ann, both(tone(997, SECONDS, 0.25)))
  const bass = await answered(on, postId, ann, both(tone(440, SECONDS, 0.25)))
  const render = async () => {
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe: recipeOf(bass) }))
    await on.work()
    const mix = await mixOf(on, postId)
    const path = (await masterOf(on, postId))!
    const bytes = await bytesOf((await valueOf(on.ports.blobs.read(path)))!.bytes)
    return { mix, path, samples: readWave(bytes)._unsafeUnwrap().samples }
  }
  return { ...(await render()), render }
}

const QUIET = { loudnessLufs: null, ceilingDbtp: -1 }
const peak = (samples: Float32Array, side: 0 | 1): number =>
  samples.reduce((highest, sample, at) => (at % 2 === side ? Math.max(highest, Math.abs(sample)) : highest), 0)

describe('rendering a recipe', () => {
  test('follows gain, pan, offset and mute', async () => {
    const { samples, mix } = await rendered(world(), (comment) => ({
      author: { mute: true },
      stems: [{ comment, gainDb: -6.02, pan: 100, offsetMs: 500 }],
      master: QUIET,
    }))
    expect(samples).toHaveLength(2 * 1.5 * SECONDS)
    expect(samples.slice(0, SECONDS).every((sample) => sample === 0)).toBe(true)
    expect(peak(samples, 0)).toBe(0)
    expect(peak(samples, 1)).toBeCloseTo(0.125, 3)
    expect(mix).toMatchObject({ state: 'rendered', master: { frames: 1.5 * SECONDS } })
  })

  test('brings the master to the loudness that is asked for, and says so', async () => {
    const { mix, samples } = await rendered(world(), (comment) => ({
      stems: [{ comment }],
      master: { loudnessLufs: -20, ceilingDbtp: -1 },
    }))
    expect(mix).toMatchObject({ master: { loudness: expect.closeTo(-2_000, -1) } })
    expect(peak(samples, 0)).toBeLessThan(0.89)
  })

  test('of silence alone is silence', async () => {
    const { samples, mix } = await rendered(world(), (comment) => ({
      author: { mute: true },
      stems: [{ comment, mute: true }],
    }))
    expect(samples.length).toBeGreaterThan(0)
    expect(samples.every((sample) => sample === 0)).toBe(true)
    expect(mix).toMatchObject({ master: { loudness: null, truePeak: null } })
  })

  test('twice has the same identity and the same samples, and another recipe another', async () => {
    const on = world()
    let gainDb = -3
    const first = await rendered(on, (comment) => ({ stems: [{ comment, gainDb }] }))
    // Else it would not be rendered again.
    await valueOf(on.ports.blobs.remove(first.path))
    const second = await first.render()
    gainDb = -4
    const third = await first.render()
    expect(first.mix?.recipeId).toMatch(/^[0-9a-f]{64}$/)
    expect([second.mix?.recipeId, second.samples]).toEqual([first.mix?.recipeId, first.samples])
    expect(third.mix?.recipeId).not.toBe(first.mix?.recipeId)
  })
})
