import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { onTestFinished } from 'vitest'
import { freePort } from '../process/free-port.ts'
import type { Host } from './packed-soundhub.ts'
import { fromRuntimes, runtime } from './runtimes.ts'
import { startIn } from './start-in.ts'

/** Calls the function that a module of a host exports, and ends with what it returned, as JSON has it. */
type Call = (host: Host, module: string, name: string) => Promise<unknown>

const printed =
  (run: (host: Host) => ReturnType<Host['run']>): Call =>
  async (host, module, name) => {
    const script = `import { ${name} } from './${module}'\nconsole.log(JSON.stringify(await ${name}()))\n`
    await host.write({ 'run.mjs': script })
    const { code, stdout, stderr } = await run(host)
    if (code !== 0 || stderr !== '') throw new Error(`it ended with ${code}:\n${stderr}`)
    return JSON.parse(stdout)
  }

/** In one file, as a page or a worker loads it. */
export const bundled = async (
  host: Host,
  entry: string,
  options: Pick<BuildOptions, 'conditions' | 'minify' | 'platform'>,
): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: host.folder,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    write: false,
    ...options,
  })
  return outputFiles[0]!.text
}

const WORKER = `
using Workerd = import "/workerd/workerd.capnp";
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
);
`

const workerConfig = (port: number): string => `${WORKER}
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`

const inWorkerd: Call = async (host, module, name) => {
  const worker = `import { ${name} } from './${module}'\nexport default { fetch: async () => Response.json(await ${name}()) }\n`
  await host.write({ 'worker.mjs': worker })
  const port = await freePort()
  await host.write({
    'worker.js': await bundled(host, 'worker.mjs', { conditions: ['workerd', 'worker'] }),
    'config.capnp': workerConfig(port),
  })
  const url = `http://127.0.0.1:${port}/`
  await startIn(host, runtime('workerd'), ['serve', 'config.capnp'], { until: url })
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.json()
}

/** What of playwright and of the browser's package is used here. */
type Browser = {
  readonly newPage: () => Promise<{
    readonly goto: (url: string) => Promise<unknown>
    readonly evaluate: (script: string) => Promise<unknown>
  }>
  readonly close: () => Promise<void>
}
type Playwright = { readonly chromium: { readonly launch: (options: object) => Promise<Browser> } }
type Chromium = {
  readonly default: { readonly args: readonly string[]; readonly executablePath: () => Promise<string> }
}

const startBrowser = async (): Promise<Browser> => {
  const { chromium } = (await import(fromRuntimes('playwright-core'))) as Playwright
  const { default: packed } = (await import(fromRuntimes('@sparticuz/chromium'))) as Chromium
  const browser = await chromium.launch({ executablePath: await packed.executablePath(), args: packed.args })
  onTestFinished(() => browser.close())
  return browser
}

/** On localhost, because a page has Web Cryptography only in a secure context. */
const served = async (script: string): Promise<string> => {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/module.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>Soundhub</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

const inChromium: Call = async (host, module, name) => {
  const url = await served(await bundled(host, module, { minify: true, platform: 'browser' }))
  const page = await (await startBrowser()).newPage()
  await page.goto(url)
  return page.evaluate(`import('/module.js').then((module) => module.${name}())`)
}

const DENO = ['run', '--no-remote', '--no-prompt', '--node-modules-dir=manual']

/** The runtimes that the core is said to run on. */
export const EVERYWHERE: readonly (readonly [name: string, call: Call])[] = [
  ['Node 24', printed((host) => host.run('node', 'run.mjs'))],
  ['Node 22', printed((host) => host.run(runtime('node'), 'run.mjs'))],
  ['Bun', printed((host) => host.run(runtime('bun'), 'run.mjs'))],
  [
    'Deno',
    // It may look at nothing: no file but what it imports, no network, no environment.
    printed((host) => host.run('env', `DENO_DIR=${join(host.folder, '.deno')}`, runtime('deno'), ...DENO, 'run.mjs')),
  ],
  ['workerd', inWorkerd],
  ['Chromium', inChromium],
]
