import * as fc from 'fast-check'
import { err, ok, type Result } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueIn } from './outcome.ts'
import { stem } from './stems.ts'

const sizes = fc.integer({ min: 1, max: 50 })

const evenly = (pieces: number) => Array.from({ length: pieces }, (_, at) => (at + 1) / pieces)

describe('the stems of a mix', () => {
  const sound = new Float32Array(400).fill(0.1)

  test('end it with the first fault, and all are closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 3 }), fc.nat({ max: 150 }), sizes, async (bad, frames, blockFrames) => {
        const given = Array.from({ length: 4 }, (_, at) =>
          at === bad ? stem(sound.subarray(0, 2 * frames), [], 'broken') : stem(sound, evenly(10)),
        )
        const blocks: Result<Float32Array, string>[] = []
        for await (const block of mixdown(
          given.map(({ stream }) => plainStem(stream)),
          { blockFrames },
        ))
          blocks.push(block)
        expect(blocks.at(-1)).toEqual(err('broken'))
        expect(blocks.filter((block) => block.isErr())).toHaveLength(1)
        expect(blocks).toHaveLength(Math.floor(frames / blockFrames) + 1)
        expect(given.map(({ seen }) => seen.closed)).toEqual([1, 1, 1, 1])
      }),
    )
  })

  test('are all closed when whoever listens stops early', async () => {
    const given = [stem(sound, evenly(10)), stem(sound, evenly(3)), stem(sound.subarray(0, 2))]
    for await (const block of mixdown(
      given.map(({ stream }) => plainStem(stream)),
      { blockFrames: 10 },
    )) {
      expect(block.isOk()).toBe(true)
      break
    }
    expect(given.map(({ seen }) => seen.closed)).toEqual([1, 1, 1])
  })

  test('are held by one block each: no block is asked for before it is needed', async () => {
    const pieces = 20
    const frames = sound.length / 2
    const given = [stem(sound, evenly(pieces)), stem(sound, evenly(pieces / 2))]
    let heard = 0
    for await (const block of mixdown(
      given.map(({ stream }) => plainStem(stream)),
      { blockFrames: 7 },
    )) {
      heard += valueIn(block).length / 2
      given.forEach(({ seen }, at) => {
        const blockFrames = (frames / pieces) * (at + 1)
        expect(seen.pulled).toBeLessThanOrEqual(Math.ceil(heard / blockFrames))
      })
    }
    expect(heard).toBe(frames)
  })

  test('are closed in the end, each once, and those that ended early are asked no more', async () => {
    const given = [stem(sound, evenly(4)), stem(sound.subarray(0, 40), evenly(2)), stem(new Float32Array(0))]
    expect(valueIn(await gatherBlocks(mixdown(given.map(({ stream }) => plainStem(stream)))))).toHaveLength(400)
    expect(given.map(({ seen }) => seen.closed)).toEqual([1, 1, 1])
  })

  test('may be streams that have nothing to close', async () => {
    const once: BlockStream<never> = {
      [Symbol.asyncIterator]: () => {
        let done = false
        return {
          next: async () => {
            if (done) return { done: true, value: undefined }
            done = true
            return { done: false, value: ok(Float32Array.of(0.5, -0.5)) }
          },
        }
      },
    }
    expect(valueIn(await gatherBlocks(mixdown([plainStem(once)])))).toEqual(Float32Array.of(0.5, -0.5))
  })

  test('are not touched if they are muted, or another one is soloed', async () => {
    const given = [stem(sound), stem(sound), stem(sound, [], 'broken'), stem(sound)]
    const stems = given.map(({ stream }, at) => ({ ...plainStem(stream), mute: at === 0, solo: at < 2 }))
    expect(valueIn(await gatherBlocks(mixdown(stems)))).toHaveLength(400)
    expect(given.map(({ seen }) => seen)).toEqual([
      { pulled: 0, closed: 0 },
      { pulled: 1, closed: 1 },
      { pulled: 0, closed: 0 },
      { pulled: 0, closed: 0 },
    ])
  })

  test('are not read beyond the part that is asked for', async () => {
    const given = [stem(sound, evenly(10)), stem(sound, evenly(10))]
    const stems = given.map(({ stream }, at) => ({ ...plainStem(stream), offset: 60 * at }))
    expect(valueIn(await gatherBlocks(mixdown(stems, { to: 50 })))).toHaveLength(100)
    expect(given.map(({ seen }) => seen.pulled)).toEqual([3, 0])
  })
})
