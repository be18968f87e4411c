import { build } from 'esbuild'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { EVERYWHERE } from './everywhere.ts'
import { packedSoundhub } from './packed-soundhub.ts'

/** What `loudMaster` says that is looked at here. */
type Loud = { readonly lufs: number; readonly limited: number; readonly setting: { readonly ceiling: number | null } }

test('a loud mix, mastered where the limiter works hard, has the same bits in every runtime', async () => {
  const host = await packedSoundhub()
  await host.take('sound/loud-master.mjs')
  const digest = resolve('adapters/testing/sha256.ts')
  await build({ entryPoints: [digest], outfile: join(host.folder, 'sha256.mjs'), format: 'esm' })
  const found: Record<string, unknown> = {}
  for (const [name, call] of EVERYWHERE) found[name] = await call(host, 'loud-master.mjs', 'loudMaster')

  const loud = found['Node 24'] as Loud
  console.log('a loud master:', loud)
  expect(loud.setting.ceiling).not.toBeNull()
  expect(Math.abs(loud.lufs + 9)).toBeLessThanOrEqual(0.1)
  expect(loud.limited).toBeGreaterThan(6)
  expect(found).toEqual(Object.fromEntries(EVERYWHERE.map(([name]) => [name, loud])))
})
