import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import type { UninspectedPage } from './uninspected-page.ts'

/** Of /proc, in hertz: what Linux has said since there is `sysconf`. */
const TICKS = 100

/** What in-page.js noted, in milliseconds since the page was asked for. */
export type Noted = {
  readonly waveforms: number | null
  readonly clicked: number | null
  readonly sound: number | null
  readonly underruns: number
  readonly state: string | null
}

export const notedOn = (page: UninspectedPage): Promise<Noted> => page.evaluate<Noted>('noted')

/** Asks again and again, from outside, and not too often: the page itself has to answer. */
export const until = async (page: UninspectedPage, holds: (noted: Noted) => boolean, seconds = 60): Promise<Noted> => {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const noted = await notedOn(page)
    if (holds(noted)) return noted
    if (Date.now() > end) throw new Error(`the page did not get there in ${seconds} s: ${JSON.stringify(noted)}`)
    await setTimeout(100)
  }
}

/** Milliseconds until the first thing was drawn that has content. */
export const firstContentfulPaint = (page: UninspectedPage): Promise<number> =>
  page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)

/** Lets all stems be heard, and plays. */
export const playAll = async (page: UninspectedPage): Promise<Noted> => {
  await page.evaluate(`for (const box of document.querySelectorAll('.lane .switch input:not(:checked)')) box.click()`)
  await page.evaluate(`document.querySelector('.transport .play').click()`)
  return await until(page, (noted) => noted.sound !== null)
}

/** The pages' processes of a browser; worker and worklet are threads of theirs. */
const renderers = async (browser: Browser): Promise<readonly number[]> => {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

const ticksOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

const kilobytesOf = async (pid: number, name: string): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** Processor time in seconds and memory in MB of all renderers together. */
export const usageOf = async (browser: Browser) => {
  const pids = await renderers(browser)
  const ticks = await Promise.all(pids.map(ticksOf))
  const memory = await Promise.all(pids.map((pid) => kilobytesOf(pid, 'Pss')))
  return { seconds: sum(ticks) / TICKS, megabytes: sum(memory) / 1000 }
}
