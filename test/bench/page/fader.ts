import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import { heardOn, recordPages } from '../../browser/recorder.ts'
import type { Stage } from '../../browser/stage.ts'
import { NOTES } from './uninspected-page.ts'

const SECONDS = 4
/** Where the difference of the two sounds is smaller, nothing can be told of the way from one to the other. */
const LEAST_DIFFERENCE = 0.004

const GAIN_OF_THE_SECOND = `[...document.querySelectorAll('.lane')][1].querySelector('.settings input')`

/** Moves the second fader down by 6 dB at once, and notes when. */
const MOVE = `(() => {
  const fader = ${GAIN_OF_THE_SECOND}
  fader.value = String(Number(fader.value) - 6)
  globalThis.movedAt = performance.now()
  fader.dispatchEvent(new Event('input', { bubbles: true }))
})()`

const room = async (stage: Stage): Promise<Page> => {
  const context = await stage.person({ bypassCSP: true })
  await recordPages(context)
  await context.addInitScript({ path: fileURLToPath(NOTES) })
  const page = await context.newPage()
  await page.goto('/post/1', { waitUntil: 'networkidle' })
  return page
}

type Times = { readonly moved: number; readonly reports: readonly { readonly at: number; readonly clock: number }[] }

/** How much of the song had gone to the loudspeaker at a time, by the reports around it; a report may come late, but not early. */
const clockAt = (time: number, reports: Times['reports']): number =>
  reports
    .filter(({ at }) => Math.abs(at - time) < 500)
    .reduce((most, { at, clock }) => Math.max(most, (clock / SAMPLE_RATE) * 1000 + time - at), 0)

const played = async (stage: Stage, move: 'before' | 'meanwhile' | 'never') => {
  const page = await room(stage)
  if (move === 'before') await page.evaluate(MOVE)
  await page.locator('.transport .play').click()
  if (move === 'meanwhile') {
    await page.locator('.time', { hasText: /^0:02/ }).waitFor()
    await page.evaluate(MOVE)
  }
  await page.locator('.time', { hasText: new RegExp(`^0:0${SECONDS + 1}`) }).waitFor({ timeout: 60_000 })
  const { moved, reports } = await page.evaluate<Times>(
    '({ moved: globalThis.movedAt ?? 0, reports: globalThis.reports })',
  )
  const heard = await heardOn(page)
  await page.context().close()
  const from = heard.findIndex((sample) => sample !== 0)
  return { heard: heard.subarray(from - (from % CHANNELS)), movedAfterMs: clockAt(moved, reports) }
}

/**
 * How long it takes until a fader is heard, and the largest step on the way from the one sound to the other, in dB of full scale:
 * what the weight of the new sound jumps by from a sample to the next, times what the sounds differ by.
 */
export const fader = async (stage: Stage) => {
  const before = (await played(stage, 'never')).heard
  const after = (await played(stage, 'before')).heard
  const { heard, movedAfterMs } = await played(stage, 'meanwhile')
  const changed = heard.findIndex((sample, at) => sample !== before[at])
  const latencyMs = (Math.floor(changed / CHANNELS) / SAMPLE_RATE) * 1000 - movedAfterMs
  let step = 0
  for (let at = changed - CHANNELS; at < changed + CHANNELS * SAMPLE_RATE * 0.05; at++) {
    const [difference, next] = [after[at]! - before[at]!, after[at + CHANNELS]! - before[at + CHANNELS]!]
    if (Math.abs(difference) < LEAST_DIFFERENCE || Math.abs(next) < LEAST_DIFFERENCE) continue
    const weight = (heard[at]! - before[at]!) / difference
    const weightThen = (heard[at + CHANNELS]! - before[at + CHANNELS]!) / next
    step = Math.max(step, Math.abs(weightThen - weight) * Math.abs(next))
  }
  return { latencyMs, stepDb: 20 * Math.log10(step) }
}
