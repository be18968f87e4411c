import { ok } from 'neverthrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { heardOn, recordPages } from './recorder.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage.close())

const masterOf = async (url: string): Promise<Float32Array> => {
  const file = new Uint8Array(await (await fetch(url)).arrayBuffer())
  const blocks: Float32Array[] = []
  for await (const block of flacBlocks(
    (async function* () {
      yield ok(file)
    })(),
  ))
    blocks.push(block._unsafeUnwrap().slice())
  const all = new Float32Array(blocks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const block of blocks) {
    all.set(block, at)
    at += block.length
  }
  return all
}

const room = async () => {
  const context = await stage.person({ bypassCSP: true })
  await recordPages(context)
  const page = await context.newPage()
  await page.goto('/post/1')
  return page
}

const firstSound = (samples: Float32Array): number => {
  const at = samples.findIndex((sample) => sample !== 0)
  return at - (at % CHANNELS)
}

test('the page plays the server’s FLAC master, bit for bit', async () => {
  const master = await masterOf(`${stage.url}/post/1/master.flac`)
  const page = await room()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForFunction(`/^0:0[3-9]/.test(document.querySelector('.time').textContent)`, null, { timeout: 60_000 })
  const heard = await heardOn(page)
  const from = firstSound(heard)
  const wanted = master.subarray(firstSound(master))
  const frames = Math.floor(2.5 * SAMPLE_RATE)
  const found = heard.subarray(from, from + CHANNELS * frames)
  expect(found.length).toBe(CHANNELS * frames)
  expect(found.findIndex((sample, at) => sample !== wanted[at])).toBe(-1)
})
