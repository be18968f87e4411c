import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { type Host, packedSoundhub } from './packed-soundhub.ts'
import { runtime } from './runtimes.ts'
import { startIn } from './start-in.ts'
import { ENDING } from './story/ending.ts'

const DENO = ['run', '--no-remote', '--no-prompt', '--node-modules-dir=manual']

type Tell = (host: Host) => ReturnType<Host['run']>

const RUNTIMES: readonly (readonly [string, Tell])[] = [
  ['Node 24', (host) => host.run('node', 'run.mjs')],
  ['Node 22', (host) => host.run(runtime('node'), 'run.mjs')],
  ['Bun', (host) => host.run(runtime('bun'), 'run.mjs')],
  // It may look at nothing: no file but what it imports, no network, no environment.
  ['Deno', (host) => host.run('env', `DENO_DIR=${join(host.folder, '.deno')}`, runtime('deno'), ...DENO, 'run.mjs')],
]

test.each(RUNTIMES)('%s tells the whole story', async (_, tell) => {
  const host = await packedSoundhub()
  await host.take('story/story.mjs', 'story/run.mjs')
  const ended = await tell(host)
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ended.stdout)).toEqual(ENDING)
})

test('the runtimes are the ones they are said to be', async () => {
  const host = await packedSoundhub()
  expect(process.versions.node).toMatch(/^24\./)
  expect((await host.run(runtime('node'), '--version')).stdout).toMatch(/^v22\./)
})

const workerConfig = (port: number): string => `
using Workerd = import "/workerd/workerd.capnp";
const story :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
);
const config :Workerd.Config = (
  services = [(name = "story", worker = .story)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "story")],
);
`

test('workerd tells the whole story', async () => {
  const host = await packedSoundhub()
  await host.take('story/story.mjs', 'story/worker.mjs')
  await build({
    absWorkingDir: host.folder,
    entryPoints: ['worker.mjs'],
    outfile: join(host.folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker'],
  })
  const port = await freePort()
  await host.write({ 'config.capnp': workerConfig(port) })
  const url = `http://127.0.0.1:${port}/`
  await startIn(host, runtime('workerd'), ['serve', 'config.capnp'], { until: url })
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(ENDING)
})
