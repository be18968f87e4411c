import { readdir, readFile } from 'node:fs/promises'
import { ok } from 'neverthrow'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { CHANNELS } from '#domain/sound/block.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import type { Stage } from './stage.ts'

/** A person's page of the demonstration song, logged in. */
export const roomOf = async (stage: Stage, context: BrowserContext): Promise<Page> => {
  await stage.logIn(context)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('/post/1')
  return page
}

/** Records, from now on; what is counted in is in the take. */
export const beginTake = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Open the microphone' }).click()
  await page.getByRole('button', { name: 'Record', exact: true }).click()
}

/** Waits until so many seconds of the take are on the disk. */
export const untilSafe = async (page: Page, seconds: number): Promise<void> => {
  const safe = async () => Number.parseFloat(await page.locator('.recording').innerText())
  await expect.poll(safe, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(seconds)
}

/** Ends the take, and says what is played on it. */
export const finishTake = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('The take is kept').waitFor()
  await page.getByRole('group', { name: 'Instruments on it' }).getByLabel('Vocal').check()
}

/** Seconds of each take that the page shows. */
export const takesOn = async (page: Page): Promise<readonly number[]> => {
  await page.locator('.take').first().waitFor()
  const names = await page.locator('.take strong').allTextContents()
  return names.map((name) => Number(/([\d.]+) s$/.exec(name)![1]))
}

/** The left channel of a FLAC file of the server. */
export const soundAt = async (url: string): Promise<Float32Array> => {
  const file = new Uint8Array(await (await fetch(url)).arrayBuffer())
  const source = async function* () {
    yield ok(file)
  }
  const samples: number[] = []
  for await (const block of flacBlocks(source()))
    for (const [at, sample] of block._unsafeUnwrap().entries()) if (at % CHANNELS === 0) samples.push(sample)
  return Float32Array.from(samples)
}

/** The process of the browser whose profile is in this folder. */
export const browserOf = async (folder: string): Promise<number> => {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (line.includes(`--user-data-dir=${folder}`) && !line.some((one) => one.startsWith('--type='))) return Number(pid)
  }
  throw new Error(`no browser runs in ${folder}`)
}
