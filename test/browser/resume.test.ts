import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { type CutLine, cutLine } from './cut-line.ts'
import { writeWave } from './microphone.ts'
import { beginTake, browserOf, finishTake, untilSafe } from './recording.ts'
import { microphoneThatPlays, openStage, type Stage } from './stage.ts'

const SECONDS = 80
/** What the browser and the line had on their way, and all other requests. */
const BESIDE = 1_500_000

/** What hardly can be packed: ten seconds of noise. */
const noise = (): Float32Array => {
  let seed = 1
  return Float32Array.from(
    { length: 10 * SAMPLE_RATE },
    () => ((seed = (seed * 48_271) % 2_147_483_647) % 65_536) / 65_536 - 0.5,
  )
}

let folder: string
let file: string
let bytes: number
let stage: Stage
let line: CutLine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundhub-resume-'))
  file = join(folder, 'bass.wav')
  await writeFile(file, waveFile({ channels: [tone(110, SECONDS * SAMPLE_RATE, 0.3)], sample: 'pcm16' }))
  bytes = (await stat(file)).size
  const microphone = join(folder, 'noise.wav')
  await writeWave(microphone, noise())
  stage = await openStage(microphoneThatPlays(microphone))
  line = await cutLine(stage.url)
}, 180_000)
afterAll(async () => {
  await line.close()
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

type Comments = { readonly results: readonly { readonly id: number; readonly comment_track: string }[] }

const comments = async () => ((await (await fetch(`${stage.url}/post/1/comments`)).json()) as Comments).results

const send = async (page: Page): Promise<void> => {
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('group', { name: 'Instruments on it' }).getByLabel('Bass').check()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

const progress = async (page: Page) => Number(await page.locator('.send-status progress').getAttribute('value'))

/** Bytes that go to the server while something is done. */
const sentDuring = async (work: () => Promise<void>): Promise<number> => {
  const before = line.sent()
  await work()
  return line.sent() - before
}

test('a file whose connection is cut goes on by itself when it is back, and what has arrived is not sent again', async () => {
  const context = await stage.person()
  await stage.logIn(context)
  const page = await context.newPage()
  await page.goto(`${line.url}/post/1`)
  const before = await comments()
  const sent = await sentDuring(async () => {
    line.cutAfter(5_000_000)
    await send(page)
    await expect.poll(() => line.sent(), { timeout: 20_000 }).toBeGreaterThan(5_000_000)
    await expect.poll(() => progress(page)).toBeGreaterThan(40)
    line.mend()
    await page.getByText('Your track is sent').waitFor()
  })
  expect(sent).toBeGreaterThan(bytes)
  expect(sent).toBeLessThan(bytes + BESIDE)
  expect((await comments()).length).toBe(before.length + 1)
  await context.close()
})

test('a page that is loaded again goes on where the server has got to, and the track is there once', async () => {
  const context = await stage.person()
  await stage.logIn(context)
  const page = await context.newPage()
  await page.goto(`${line.url}/post/1`)
  const before = await comments()
  const sent = await sentDuring(async () => {
    line.cutAfter(5_000_000)
    await send(page)
    await page.getByText('Nothing is lost').waitFor()
    line.mend()
    await page.reload()
    await send(page)
    await page.getByText('Your track is sent').waitFor()
  })
  expect(sent).toBeLessThan(bytes + BESIDE)
  expect((await comments()).length).toBe(before.length + 1)
  await context.close()
})

test('an upload that is gone begins anew', async () => {
  const context = await stage.person()
  await stage.logIn(context)
  const page = await context.newPage()
  await page.goto(`${line.url}/post/1`)
  const before = await comments()
  line.cutAfter(5_000_000)
  await send(page)
  await page.getByText('Nothing is lost').waitFor()
  line.mend()
  const { upload } = (await page.evaluate(`JSON.parse(localStorage.getItem('soundhub sent file'))`)) as {
    upload: string
  }
  const dropped = await context.request.delete(`${stage.url}/uploads/${upload}`, {
    headers: { Origin: new URL(stage.url).origin },
  })
  expect(dropped.status()).toBe(204)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Your track is sent').waitFor()
  expect((await comments()).length).toBe(before.length + 1)
  await context.close()
})

test('a take goes on where it was when the browser was killed while it was sent', async () => {
  const profile = join(folder, 'profile')
  const context = await stage.lasting(profile)
  await stage.logIn(context)
  const page = await context.newPage()
  await page.goto(`${line.url}/post/1`)
  const before = await comments()
  await beginTake(page)
  await untilSafe(page, 18)
  await finishTake(page)
  const reached = 700_000
  line.cutAfter(reached)
  const sent = await sentDuring(async () => {
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Nothing is lost').waitFor()
    const closed = context.waitForEvent('close')
    process.kill(await browserOf(profile), 'SIGKILL')
    await closed
  })
  line.mend()
  const again = await stage.lasting(profile)
  // A browser writes its cookies down every 30 s: the last may be lost with it.
  await stage.logIn(again)
  const room = await again.newPage()
  await room.goto(`${line.url}/post/1`)
  await room.locator('.take').first().waitFor()
  await room.getByRole('group', { name: 'Instruments on it' }).getByLabel('Vocal').check()
  const further = await sentDuring(async () => {
    await room.getByRole('button', { name: 'Send', exact: true }).click()
    await room.getByText('Your track is sent').waitFor()
  })
  const [newest, ...others] = await comments()
  // The tracks of the others may have been ingested meanwhile.
  expect(others.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  const { headers } = await fetch(`${stage.url}/media/${newest!.comment_track}`)
  const size = Number(headers.get('Content-Length'))
  expect(size).toBeGreaterThan(1_000_000)
  expect(sent + further).toBeGreaterThan(size)
  expect(further).toBeLessThan(size - reached / 2)
  await again.close()
})
