import { expect, test } from 'vitest'
import { EVERYWHERE } from './everywhere.ts'
import { packedSoundhub } from './packed-soundhub.ts'
import { runtime } from './runtimes.ts'
import { ENDING } from './story/ending.ts'

test.each(EVERYWHERE)('%s tells the whole story', async (_, call) => {
  const host = await packedSoundhub()
  await host.take('story/story.mjs')
  expect(await call(host, 'story.mjs', 'story')).toEqual(ENDING)
})

test('the runtimes are the ones they are said to be', async () => {
  const host = await packedSoundhub()
  expect(process.versions.node).toMatch(/^24\./)
  expect((await host.run(runtime('node'), '--version')).stdout).toMatch(/^v22\./)
})
