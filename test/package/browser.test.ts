import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { type Host, packedSoundhub } from './packed-soundhub.ts'
import { fromRuntimes } from './runtimes.ts'
import { ENDING } from './story/ending.ts'

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

/** Bundled as a page would load it. */
const bundled = async (host: Host, entry: string): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: host.folder,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  return outputFiles[0]!.text
}

/** On localhost, because a page has Web Cryptography only in a secure context. */
const served = async (script: string): Promise<string> => {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/story.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>Soundhub</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

test('a page in Chromium tells the whole story', async () => {
  const host = await packedSoundhub()
  await host.take('story/story.mjs')
  const url = await served(await bundled(host, 'story.mjs'))
  const page = await (await startBrowser()).newPage()
  await page.goto(url)
  expect(await page.evaluate(`import('/story.js').then(({ story }) => story())`)).toEqual(ENDING)
})

const MOST_BYTES = 70_000

test('what a page loads for the core and all of memory is small', async () => {
  const host = await packedSoundhub()
  await host.write({ 'all.mjs': `export * from 'soundhub'\nexport * from 'soundhub/memory'\n` })
  const bytes = gzipSync(await bundled(host, 'all.mjs')).length
  console.log(`core and memory adapters, minified and gzipped: ${(bytes / 1000).toFixed(1)} kB`)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})
