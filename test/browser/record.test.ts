import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { tone, writeWave } from './microphone.ts'
import { beginTake, browserOf, finishTake, roomOf, soundAt, takesOn, untilSafe } from './recording.ts'
import { microphoneThatPlays, openStage, type Stage } from './stage.ts'

const KILLS = process.env['FAULTS'] === 'full' ? 20 : 2

let folder: string
let stage: Stage
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundhub-record-'))
  const wave = join(folder, 'tone.wav')
  await writeWave(wave, tone())
  stage = await openStage(microphoneThatPlays(wave))
}, 180_000)
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

type Comments = { readonly results: readonly { readonly comment_track: string }[] }

/** The comments of the song, the newest first. */
const comments = async (): Promise<Comments['results']> =>
  ((await (await fetch(`${stage.url}/post/1/comments`)).json()) as Comments).results

/** The highest sample of each tenth of a second. */
const tops = (sound: Float32Array): readonly number[] =>
  Array.from({ length: Math.floor(sound.length / (SAMPLE_RATE / 10)) }, (_, part) =>
    sound
      .subarray((part * SAMPLE_RATE) / 10, ((part + 1) * SAMPLE_RATE) / 10)
      .reduce((top, one) => Math.max(top, one), 0),
  )

test('a take that is played along with the song is sent, and begins with the song', async () => {
  const context = await stage.person()
  const page = await roomOf(stage, context)
  const before = await comments()
  await beginTake(page)
  await untilSafe(page, 5)
  await finishTake(page)
  const [seconds] = await takesOn(page)
  const cut = Number(await page.getByLabel('Cut from the start').inputValue())
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Your track is sent').waitFor()
  expect(await page.locator('.take').count()).toBe(0)
  const after = await comments()
  expect(after.length).toBe(before.length + 1)
  const sound = await soundAt(`${stage.url}/media/${after[0]!.comment_track}`)
  // A bar at 100 bpm is 2.4 s, and was cut off.
  expect(cut).toBeGreaterThan(2.4)
  expect(Math.abs(sound.length / SAMPLE_RATE - (seconds! - cut))).toBeLessThan(0.06)
  expect(Math.min(...tops(sound))).toBeGreaterThan(0.35)
  await context.close()
})

test('a take whose answer was lost, or whose session ended, is sent once and stays until it is', async () => {
  const context = await stage.person()
  const page = await roomOf(stage, context)
  const before = await comments()
  await beginTake(page)
  await untilSafe(page, 3)
  await finishTake(page)
  const send = page.getByRole('button', { name: 'Send', exact: true })

  await context.clearCookies()
  await send.click()
  await page.locator('.send-status').getByRole('link', { name: 'Log in' }).waitFor()
  await stage.logIn(context)

  await page.route(
    '**/comments',
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await send.click()
  await page.getByText('Nothing is lost').waitFor()
  expect((await comments()).length).toBe(before.length + 1)
  expect((await takesOn(page)).length).toBe(1)

  await context.setOffline(true)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Nothing is lost').waitFor()
  await context.setOffline(false)
  await page.getByText('Your track is sent').waitFor()
  expect((await comments()).length).toBe(before.length + 1)
  await context.close()
})

/** What the page’s audio clocks say, in seconds. */
const CLOCKS = `{
  const Original = AudioContext
  globalThis.contexts = []
  globalThis.AudioContext = class extends Original {
    constructor(options) {
      super(options)
      contexts.push(this)
    }
  }
}`
const NOW = 'Math.max(...contexts.map(({ currentTime }) => currentTime))'

test(
  'a browser that is killed in the middle of a take loses at most its last second',
  { timeout: 120_000 + KILLS * 60_000 },
  async () => {
    const profile = join(folder, 'profile')
    for (let kill = 0; kill < KILLS; kill++) {
      const context = await stage.lasting(profile)
      await context.addInitScript(CLOCKS)
      const page = await roomOf(stage, context)
      await beginTake(page)
      const begun = Number(await page.evaluate(NOW))
      await untilSafe(page, 4 + (kill % 5) * 0.3)
      const recorded = Number(await page.evaluate(NOW)) - begun
      const closed = context.waitForEvent('close')
      process.kill(await browserOf(profile), 'SIGKILL')
      await closed
      const again = await stage.lasting(profile)
      const takes = await takesOn(await roomOf(stage, again))
      expect(takes.length).toBe(kill + 1)
      expect(takes.at(-1)).toBeGreaterThan(recorded - 1)
      await again.close()
    }
  },
)

test('what was found after a kill is sent like any other take, as far as it was played', async () => {
  const profile = join(folder, 'another profile')
  const context = await stage.lasting(profile)
  const page = await roomOf(stage, context)
  await beginTake(page)
  await untilSafe(page, 4)
  const closed = context.waitForEvent('close')
  process.kill(await browserOf(profile), 'SIGKILL')
  await closed
  const again = await stage.lasting(profile)
  const room = await roomOf(stage, again)
  const [seconds] = await takesOn(room)
  await room.getByRole('group', { name: 'Instruments on it' }).getByLabel('Vocal').check()
  await room.getByRole('button', { name: 'Send', exact: true }).click()
  await room.getByText('Your track is sent').waitFor()
  const sound = await soundAt(`${stage.url}/media/${(await comments())[0]!.comment_track}`)
  // What was played to the count-in lies before the song.
  expect(sound.length / SAMPLE_RATE).toBeGreaterThan(0.5)
  expect(sound.length / SAMPLE_RATE).toBeLessThan(seconds! - 2)
  expect(Math.min(...tops(sound))).toBeGreaterThan(0.35)
  await again.close()
})

test('a take is deleted after it was asked for, and a chirp that does not come back is said', async () => {
  const context = await stage.person()
  const page = await roomOf(stage, context)
  await page.getByRole('button', { name: 'Open the microphone' }).click()
  await page.getByText('an estimate').waitFor()
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByText('The chirp was not heard').waitFor()
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await untilSafe(page, 1)
  await finishTake(page)
  await page.getByRole('button', { name: /^Delete: Take 1/ }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(await page.locator('.take').count()).toBe(1)
  await page.getByRole('button', { name: /^Delete: Take 1/ }).click()
  await page.getByRole('group', { name: 'Delete this take?' }).getByRole('button', { name: 'Delete' }).click()
  await page.locator('.take').waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: 'Open the microphone' }).waitFor()
  expect(await page.locator('.take').count()).toBe(0)
  await context.close()
})

test('a song begins with a track that is recorded', async () => {
  const context = await stage.person()
  await stage.logIn(context)
  const page = await context.newPage()
  await page.goto('/new')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.getByText('Give it a title.').waitFor()
  await beginTake(page)
  await untilSafe(page, 1)
  await finishTake(page)
  await page.getByLabel('Title').fill('Morning')
  await page.getByRole('group', { name: 'Genres' }).getByLabel('Rock').check()
  await page.getByLabel('Tempo').fill('120')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Morning' }).waitFor()
  await context.close()
})
