/**
 * `npm run bench:page -- [size, fader, playing or render]`: how large the page is, how soon it is drawn and heard, what playing 32
 * stems takes, and how a fader sounds, in Chromium from npm. A minute of playing; five with FULL=1. Then the page of a post beside
 * the same post as JSON (`npm run bench:page-render`). Prints a table and a line of JSON; the exit code is 1 where a goal is missed.
 */
import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { launchBrowser, openStage } from '../browser/stage.ts'
import { firstContentfulPaint, notedOn, playAll, until, usageOf } from './page/browser.ts'
import { fader } from './page/fader.ts'
import { median } from './figures.ts'
import { openHouse } from './page/house.ts'
import { sizes } from './page/size.ts'
import { uninspectedPage } from './page/uninspected-page.ts'

const IS_FULL = process.env['FULL'] === '1'
const PLAYING_SECONDS = IS_FULL ? 290 : 60
/** Of the song of 32 stems; what is not played is not read either. */
const LONG_MINUTES = IS_FULL ? 5 : 1.25
const ROUNDS = 5
const SLOWED = 4

type Row = { readonly name: string; readonly value: number; readonly unit: string; readonly most: number }
const rows: Row[] = []
const told: Record<string, unknown>[] = []
const add = (name: string, value: number, unit: string, most: number): void => {
  rows.push({ name, value, unit, most })
  const load = loadavg()[0]!.toFixed(1)
  const isMet = value <= most
  console.log(`${name}: ${value.toFixed(1)} ${unit} (≤ ${most}) ${isMet ? 'met' : 'MISSED'}, load ${load}`)
  told.push({ name, value, unit, most, isMet, load })
}

const drawnAfter = async (browser: Browser, url: string): Promise<number> => {
  const page = await uninspectedPage(browser)
  await page.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
  await page.goto(url)
  const { waveforms } = await until(page, (noted) => noted.waveforms !== null)
  const painted = await firstContentfulPaint(page)
  await page.close()
  return Math.max(waveforms!, painted)
}

const heardAfter = async (browser: Browser, url: string): Promise<number> => {
  const page = await uninspectedPage(browser)
  await (await page.goto(url)).idle()
  const { clicked, sound } = await playAll(page)
  await page.close()
  return sound! - clicked!
}

const several = async (measure: () => Promise<number>): Promise<number> => {
  const values: number[] = []
  for (let round = 0; round < ROUNDS; round++) values.push(await measure())
  console.log(values.map((value) => value.toFixed(0)).join(' '))
  return median(values)
}

const playing = async (browser: Browser, url: string): Promise<void> => {
  const page = await uninspectedPage(browser)
  await (await page.goto(url)).idle()
  await playAll(page)
  const before = await usageOf(browser)
  const start = performance.now()
  let megabytes = 0
  while (performance.now() - start < PLAYING_SECONDS * 1000) {
    await setTimeout(5000)
    megabytes = Math.max(megabytes, (await usageOf(browser)).megabytes)
  }
  const share = (100 * ((await usageOf(browser)).seconds - before.seconds)) / ((performance.now() - start) / 1000)
  const { underruns } = await notedOn(page)
  add(`32 stems, ${PLAYING_SECONDS} s: underruns`, underruns, '', 0)
  add('… processor time of the page, worker and worklet', share, '% of a core', 40)
  add('… memory', megabytes, 'MB', 300)
  await page.close()
}

const size = async (): Promise<void> => {
  const { beforeFirstPaint, room } = await sizes()
  add('JavaScript before the first paint of a post, gzipped', beforeFirstPaint / 1000, 'kB', 60)
  add('JavaScript of the whole room, gzipped', room / 1000, 'kB', 150)
}

const faders = async (): Promise<void> => {
  const stage = await openStage()
  try {
    const { latencyMs, stepDb } = await fader(stage)
    add('a fader moved while playing is heard after', latencyMs, 'ms', 50)
    add('… largest step in the difference', stepDb, 'dBFS', -60)
  } finally {
    await stage.close()
  }
}

const songs = async (): Promise<void> => {
  const house = await openHouse()
  const browser = await launchBrowser()
  try {
    const eight = house.url + (await house.song(8, 3))
    add('waveforms drawn, cold cache, 4× slowed', await several(() => drawnAfter(browser, eight)), 'ms', 1000)
    add('from play to sound, 8 stems of 3 minutes', await several(() => heardAfter(browser, eight)), 'ms', 1500)
    await playing(browser, house.url + (await house.song(32, LONG_MINUTES)))
  } finally {
    await browser.close()
    await house.close()
  }
}

let isRendered = true
const render = (): Promise<void> => {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'page-render.bench.ts')], {
    stdio: 'inherit',
  })
  isRendered = status === 0
  return Promise.resolve()
}

const PARTS: Readonly<Record<string, () => Promise<void>>> = { size, fader: faders, playing: songs, render }
const [wanted] = process.argv.slice(2)
for (const [name, part] of Object.entries(PARTS)) if (wanted === undefined || wanted === name) await part()

console.table(
  Object.fromEntries(rows.map(({ name, value, unit, most }) => [name, { value: `${value.toFixed(1)} ${unit}`, most }])),
)
console.log(JSON.stringify({ bench: 'page', isFull: IS_FULL, rows: told }))
process.exit(isRendered && rows.every(({ value, most }) => value <= most) ? 0 : 1)
