import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import type { Container } from 'inversify'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium as playwright } from 'playwright-core'
import { containerOf, open } from '#bootstrap/container.ts'
import { type DemoAccount, makeDemo } from '#bootstrap/demo/make-demo.ts'
import { startServer } from '#bootstrap/server.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { freePort } from '../process/free-port.ts'

/** A server with the demonstration song, and a browser to look at it with. */
export type Stage = {
  readonly url: string
  readonly container: Container
  readonly accounts: readonly DemoAccount[]
  /** A browser of its own for a person: no cookies, no storage. */
  readonly person: (options?: BrowserContextOptions) => Promise<BrowserContext>
  /** The same with storage that outlives the browser, in a folder. */
  readonly lasting: (folder: string) => Promise<BrowserContext>
  /** Logs in as a demonstration musician. */
  readonly logIn: (context: BrowserContext, account?: number) => Promise<void>
  readonly close: () => Promise<void>
}

type Environment = Readonly<Record<string, string>>

const ARGUMENTS = ['--no-sandbox', '--headless=new', '--autoplay-policy=no-user-gesture-required']

/** Chromium from npm, without a display. Its own default arguments would switch off what is tested here: web security. */
export const launchBrowser = async (further: readonly string[] = [], env: Environment = {}): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...ARGUMENTS, ...further],
    env: { ...process.env, ...env },
  })

/** A microphone that plays a wave file, again and again, and is never asked about. */
export const microphoneThatPlays = (wave: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${wave}`,
]

const lastingBrowser = async (folder: string, baseURL: string, further: readonly string[]): Promise<BrowserContext> =>
  playwright.launchPersistentContext(folder, {
    executablePath: await chromium.executablePath(),
    args: [...ARGUMENTS, ...further],
    baseURL,
    locale: 'en',
  })

/** Everything in memory but the sound, which a real ffmpeg decodes. */
const startStage = async (folder: string) => {
  const port = await freePort()
  const settings = readSettings(
    { PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, DATA_DIR: folder, LOG_LEVEL: 'silent' },
    'all',
  )._unsafeUnwrap()
  const container = containerOf(settings, 'in memory')
  const server = await startServer(container)
  return { container, server }
}

/** Waits until the demonstration song has its master. */
const mixed = async (container: Container): Promise<void> => {
  const { soundhub } = await open(container, ['soundhub'])
  await new Promise<void>((resolve, reject) => {
    void soundhub.mixes
      .follow(1 as never, (mix) => {
        if (mix?.state === 'rendered') resolve()
        if (mix?.state === 'failed') reject(new Error(`the demonstration failed: ${mix.reason}`))
      })
      .mapErr(reject)
  })
}

export const openStage = async (further: readonly string[] = [], env: Environment = {}): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-stage-'))
  const { container, server } = await startStage(folder)
  const accounts = (await makeDemo(container)) ?? []
  await mixed(container)
  const browser = await launchBrowser(further, env)
  return {
    url: server.url,
    container,
    accounts,
    person: (options) => browser.newContext({ baseURL: server.url, locale: 'en', ...options }),
    lasting: (storage) => lastingBrowser(storage, server.url, further),
    logIn: async ({ request }, account = 0) => {
      const headers = { Origin: new URL(server.url).origin, 'Soundhub-Session': 'cookie' }
      const answer = await request.post(`${server.url}/user/login`, { headers, data: accounts[account]! })
      if (!answer.ok()) throw new Error(await answer.text())
    },
    close: async () => {
      await browser.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
