import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundled } from './everywhere.ts'
import { packedSoundhub } from './packed-soundhub.ts'

const MOST_BYTES = 86_000

test('what a page loads for the core and all of memory is small', async () => {
  const host = await packedSoundhub()
  await host.write({ 'all.mjs': `export * from 'soundhub'\nexport * from 'soundhub/memory'\n` })
  const bytes = gzipSync(await bundled(host, 'all.mjs', { minify: true, platform: 'browser' })).length
  console.log(`core and memory adapters, minified and gzipped: ${(bytes / 1000).toFixed(1)} kB`)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})
