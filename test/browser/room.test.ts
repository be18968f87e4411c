// Longer than 200 lines because everything here is asked of one server and one browser, which take their time to open.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Post } from '#adapters/client/soundhub.ts'
import { recipeFrom, recipeOfPost, withSettings } from '#adapters/web/page/room/edit-recipe.ts'
import { auditionOf } from '#adapters/web/page/room/program.ts'
import { tracksOf } from '#adapters/web/page/room/tracks.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { noise } from '../domain/sounds.ts'
import { asker, enter } from './acts.ts'
import { foundIn, gapsBetween } from './found.ts'
import { forgetOn, heardOn, recordPages } from './recorder.ts'
import { flacAt, masterOf, postSong, postThat } from './song.ts'
import { openStage, type Stage } from './stage.ts'

/** `CHANGES=100` is the long form. */
const CHANGES = Number(process.env['CHANGES'] ?? 8)
/** A fade and the rest of its last quantum. */
const FADE_FRAMES = 480
const QUANTUM = 128

let stage: Stage
let author: BrowserContext
let other: BrowserContext
beforeAll(async () => {
  stage = await openStage()
  ;[author, other] = await Promise.all([stage.person({ bypassCSP: true }), stage.person()])
  await Promise.all([enter(stage, author, stage.accounts[0]!), enter(stage, other, stage.accounts[1]!)])
  await recordPages(author)
}, 120_000)
afterAll(() => stage.close())

const roomOf = async (id: number): Promise<Page> => {
  const page = await author.newPage()
  await page.goto(`/post/${id}`)
  return page
}

const isMixed = ({ mix }: Post): boolean => mix?.status === 'done'

/** Mixes a song, by the API. */
const mix = async ({ id, comment_tracks: tracks }: Post, master: object = {}): Promise<Post> => {
  const stems = Object.values(tracks).flatMap((list) => (list ?? []).map(({ id: comment }) => ({ comment })))
  await asker(stage, author)('PATCH', `/post/${id}/mix`, { data: { author: { pan: -20 }, stems, master } })
  return postThat(stage, author, id, 'its master', isMixed)
}

const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true }).click()
const pause = async (page: Page) => {
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
}
const seek = (page: Page, seconds: number) =>
  page.getByRole('slider', { name: 'Position in the song' }).evaluate((slider, value) => {
    ;(slider as unknown as { value: string }).value = String(value)
    slider.dispatchEvent(new Event('input', { bubbles: true }))
  }, seconds * SAMPLE_RATE)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const gainOf = (page: Page, lane = 0) => page.getByRole('slider', { name: 'Gain' }).nth(lane)

/** Waits until so much more was heard. */
const hearing = async (page: Page, seconds: number) => {
  const quanta = await page.evaluate<number>('quantaHeard()')
  await page.waitForFunction(`quantaHeard() >= ${quanta + (seconds * SAMPLE_RATE) / QUANTUM}`, null, { polling: 20 })
}

/** What the page plays of a recipe, by the core's own code. */
const wanted = async (post: Post, recipe: Recipe): Promise<StereoBlock> => {
  const { program } = auditionOf(
    recipe,
    tracksOf(post),
    post.mix === null ? [] : [post.mix],
    (path) => `/media/${path}`,
  )
  return masterOf(stage, program)
}

/** All that was heard is in one of the masters, but for one fade at each change. */
const expectFound = (heard: StereoBlock, masters: readonly StereoBlock[]) => {
  const found = foundIn(heard, masters)
  const gaps = gapsBetween(found)
  expect(found.length).toBeGreaterThan(0)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(FADE_FRAMES + QUANTUM)
  const frames = found.reduce((sum, one) => sum + one.frames, 0)
  // At most the fade of the pause is behind the last one.
  expect(heard.length / CHANNELS - frames).toBeLessThanOrEqual(gaps.reduce((sum, gap) => sum + gap, 0) + 2 * QUANTUM)
  return { found, gaps }
}

describe('what is heard', () => {
  test(`is the master, bit for bit, over ${CHANGES} seeks, loops and solos while it plays`, async () => {
    const post = await postThat(stage, author, 1, 'the song', isMixed)
    const recipe = recipeOfPost(post)
    const keys = tracksOf(post).map(({ key }) => key)
    const soloed = await Promise.all(keys.map((key) => wanted(post, withSettings(recipe, key, { solo: true }))))
    const master = await flacAt(`${stage.url}/post/1/master.flac`)
    const page = await roomOf(1)
    const chance = noise(12)
    const any = (most: number) => Math.floor(((chance() + 1) / 2) * most)
    const seconds = master.length / CHANNELS / SAMPLE_RATE
    let solo: number | null = null
    await play(page)
    await hearing(page, 0.3)
    for (let change = 0; change < CHANGES; change++) {
      const what = any(4)
      if (what === 0) {
        // One at a time: on and then off again.
        const pressed: number = solo ?? any(keys.length)
        await button(page, 'Solo').nth(pressed).click()
        solo = solo === null ? pressed : null
      } else if (what === 1) {
        const from = any(seconds - 3)
        await seek(page, from + 0.6)
        await button(page, 'Loop to here').click()
        await seek(page, from + 0.2)
        await button(page, 'Loop from here').click()
      } else {
        if (what === 2 && (await page.getByRole('button', { name: /^No loop/ }).count()) > 0)
          await page.getByRole('button', { name: /^No loop/ }).click()
        await seek(page, any(10 * (seconds - 2)) / 10)
      }
      await hearing(page, 0.1)
    }
    await pause(page)
    const { found, gaps } = expectFound(await heardOn(page), [master, ...soloed])
    console.log(`${found.length} stretches, largest gap ${Math.max(...gaps)} frames`)
    expect(found.length).toBeGreaterThan(CHANGES / 2)
    expect(found.some((one) => one.master > 0)).toBe(true)
  })

  test('is the loud master too, on which the limiter works', async () => {
    const post = await mix(await postSong(stage, author, other, { title: 'Loud' }), { loudness_lufs: -8 })
    const master = await flacAt(`${stage.url}/post/${post.id}/master.flac`)
    const { stems, setting } = auditionOf(
      recipeFrom(post.mix!.recipe),
      tracksOf(post),
      [post.mix!],
      (path) => `/media/${path}`,
    ).program
    const unlimited = await masterOf(stage, { stems, setting: { ...setting, ceiling: null } })
    expect(setting.ceiling).not.toBe(null)
    expect(unlimited.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(1.1)
    const page = await roomOf(post.id)
    await play(page)
    await hearing(page, 0.5)
    await seek(page, 2)
    await hearing(page, 1)
    await pause(page)
    const { found } = expectFound(await heardOn(page), [master])
    expect(found).toHaveLength(2)
    expect(found[0]!.from).toBe(0)
  })

  test('follows a fader within 50 ms, without a click', async () => {
    const post = await mix(await postSong(stage, author, other, { title: 'Faded', seconds: 8 }))
    const recipe = recipeOfPost(post)
    const masters = [await flacAt(`${stage.url}/post/${post.id}/master.flac`)]
    const STEPS = 8
    for (let step = 1; step <= STEPS; step++)
      masters.push(await wanted(post, withSettings(recipe, 0, { gain: (-50 * step) as never })))
    const page = await roomOf(post.id)
    await play(page)
    await hearing(page, 0.2)
    await forgetOn(page)
    const moved: number[] = []
    for (let step = 1; step <= STEPS; step++) {
      await hearing(page, 0.15)
      moved.push(
        await gainOf(page).evaluate((slider, gain) => {
          ;(slider as unknown as { value: string }).value = String(gain)
          slider.dispatchEvent(new Event('input', { bubbles: true }))
          return (globalThis as unknown as { quantaHeard: () => number }).quantaHeard() * 128
        }, -0.5 * step),
      )
    }
    await hearing(page, 0.3)
    await pause(page)
    const heard = await heardOn(page)
    const { found } = expectFound(heard, masters)
    // A stretch may be found in two pieces.
    expect([...new Set(found.map(({ master }) => master))]).toEqual(masters.map((_, step) => step))
    const ends = masters.map((_, step) => {
      const last = found.findLast(({ master }) => master === step)!
      return last.at + last.frames
    })
    const waits = moved.map((at, step) => (ends[step]! - at) / (SAMPLE_RATE / 1000)).toSorted((one, two) => one - two)
    console.log(`a fader is heard after ${waits.map((wait) => wait.toFixed(1)).join(', ')} ms`)
    // A machine that does other things at the same time may be late; `npm run bench:page` says how late it is by itself.
    expect(waits[0]).toBeLessThan(50)
    // Between two gains the one gives way to the other, linearly, and nothing else is heard.
    for (const [step, one] of found.slice(0, -1).entries()) {
      const end = one.at + one.frames
      const [before, after] = [masters[one.master]!, masters[found[step + 1]!.master]!]
      for (let frame = 0; frame < FADE_FRAMES; frame++) {
        const song = one.from + one.frames + frame
        const arrived = Math.min(1, (frame + 1) / FADE_FRAMES)
        const expected = before[CHANNELS * song]! * (1 - arrived) + after[CHANNELS * song]! * arrived
        expect(Math.abs(heard[CHANNELS * (end + frame)]! - expected), `${step} ${frame}`).toBeLessThan(1e-3)
      }
    }
  })
})

const newSong = async () => roomOf((await postSong(stage, author, other, { title: 'Edited', seconds: 2 })).id)
const says = (page: Page) => gainOf(page).getAttribute('aria-valuetext')

describe('an edited mix', () => {
  test('is undone and redone', async () => {
    const page = await newSong()
    await gainOf(page).press('ArrowLeft')
    await gainOf(page).press('ArrowLeft')
    expect(await says(page)).toBe('−1.0 dB')
    await button(page, 'Undo').click()
    await button(page, 'Undo').click()
    expect(await says(page)).toBe('0.0 dB')
    await button(page, 'Redo').click()
    expect(await says(page)).toBe('−0.5 dB')
    await page.keyboard.press('Control+z')
    expect(await says(page)).toBe('0.0 dB')
    await page.keyboard.press('Control+Shift+z')
    expect(await says(page)).toBe('−0.5 dB')
    expect(await button(page, 'Save as the mix').isEnabled()).toBe(true)
  })

  test('is there after a reload, after another page and back, and after the session has ended', async () => {
    const page = await newSong()
    await gainOf(page).press('ArrowLeft')
    await page.reload()
    expect(await says(page)).toBe('−0.5 dB')
    await page.getByRole('link', { name: 'by demo-guitar' }).click()
    await page.getByRole('heading', { name: 'demo-guitar' }).waitFor()
    await page.goBack()
    expect(await says(page)).toBe('−0.5 dB')
    await gainOf(page).press('ArrowLeft')
    await asker(stage, author)('POST', '/user/logout')
    await button(page, 'Save as the mix').click()
    await page.getByRole('alert').getByRole('link', { name: 'Log in' }).click()
    await page.getByLabel('E-mail address').fill(stage.accounts[0]!.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(stage.accounts[0]!.password)
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { name: 'Edited' }).waitFor()
    expect(await says(page)).toBe('−1.0 dB')
    await button(page, 'Save as the mix').click()
    await page.getByText('You hear exactly the master.').waitFor()
    await page.reload()
    expect(await says(page)).toBe('−1.0 dB')
    expect(await page.getByText('Not saved yet.').count()).toBe(0)
  })

  test('of one tab is not lost to the other, which saves first', async () => {
    const one = await newSong()
    const two = await author.newPage()
    await two.goto(one.url())
    await one.getByRole('slider', { name: 'Pan' }).first().press('ArrowLeft')
    await two.getByRole('slider', { name: 'Gain' }).first().press('ArrowRight')
    await button(two, 'Save as the mix').click()
    await two.getByText('You hear exactly the master.').waitFor()
    await button(one, 'Save as the mix').click()
    await one.getByRole('alert').filter({ hasText: 'Somebody saved another mix meanwhile.' }).waitFor()
    expect(await one.getByRole('slider', { name: 'Pan' }).first().getAttribute('aria-valuetext')).toBe('1 % left')
    await one.reload()
    expect(await one.getByRole('slider', { name: 'Pan' }).first().getAttribute('aria-valuetext')).toBe('1 % left')
    await button(one, 'Save as the mix').click()
    await one.getByText('You hear exactly the master.').waitFor()
  })
})
