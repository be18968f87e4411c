import * as fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { waveBlocks } from '#adapters/ffmpeg/wave-blocks.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'

const channel = fc.float32Array({ minLength: 1, maxLength: 200, noNaN: true })

test('however a file is cut into pieces, its frames come out whole and in order', async () => {
  await fc.assert(
    fc.asyncProperty(channel, fc.boolean(), fc.integer({ min: 1, max: 500 }), async (samples, isMono, pieceBytes) => {
      const other = isMono ? samples : samples.toReversed()
      const file = waveFile({ channels: isMono ? [samples] : [samples, other] })
      const blocks = (await itemsOf(waveBlocks(arriving(file, pieceBytes)))).map(valueOf)
      expect(blocks.every(({ length }) => length > 0 && length % 2 === 0)).toBe(true)
      expect(blocks.flatMap((block) => [...block])).toEqual([...interleave(samples, other)])
    }),
  )
})

test('half a frame at the end is left out', async () => {
  const file = waveFile({ channels: [new Float32Array(3), new Float32Array(3)] })
  expect(valueOf(await gatherBlocks(waveBlocks(arriving(file.subarray(0, -1))))).length).toBe(4)
})

async function* brokenOff() {
  yield ok(waveFile({ channels: [new Float32Array(3)] }))
  yield err('gone')
}

test('a fault comes out after what came before it', async () => {
  const [first, second, ...others] = await itemsOf(waveBlocks(brokenOff()))
  expect(valueOf(first!).length).toBe(6)
  expect(faultOf(second!)).toBe('gone')
  expect(others).toEqual([])
})
