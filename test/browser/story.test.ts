import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsIn } from '#adapters/web/page/words/index.ts'
import { asker, mailedLink, watched } from './acts.ts'
import { musicFile, postWithTracks, readPost } from './song.ts'
import { openStage, type Stage } from './stage.ts'

const PASSWORD = 'seven-strings-and-a-bow'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage.close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

for (const locale of ['en', 'ko'] as const)
  test(`two people make a song in two browsers, by clicks, in ${locale}`, async () => {
    const { account, home, people, record, room, shell } = wordsIn(locale)

    /** Signs up, follows the mail's link and logs in, by clicks. */
    const joins = async (nickname: string, instrument: string) => {
      const context = await stage.person({ locale })
      const faults = watched(context)
      const page = await context.newPage()
      const email = `${nickname}@example.org`
      await page.goto('/')
      await link(page, shell.signUp).click()
      await page.getByLabel(account.email).fill(email)
      await page.getByLabel(account.nickname).fill(nickname)
      await page.getByRole('checkbox', { name: instrument }).check()
      await page.getByRole('textbox', { name: account.password, exact: true }).fill(PASSWORD)
      await page.getByRole('textbox', { name: account.passwordAgain, exact: true }).fill(PASSWORD)
      await button(page, shell.signUp).click()
      await page.getByRole('heading', { name: account.lookAtMail }).waitFor()
      await page.goto(await mailedLink(stage, email))
      await page.getByLabel(account.password).fill(PASSWORD)
      await page.getByRole('button').first().click()
      await page.waitForLoadState()
      await page.getByRole('link').first().click()
      await page.getByLabel(account.email).fill(email)
      await page.getByRole('textbox', { name: account.password, exact: true }).fill(PASSWORD)
      await page.getByRole('main').getByRole('button', { name: shell.logIn, exact: true }).click()
      await button(page, shell.logOut).waitFor()
      return { context, page, faults, nickname }
    }

    const one = await joins(`gita-${locale}`, room.instruments.Guitar)
    const two = await joins(`bass-${locale}`, room.instruments.Bass)
    const title = `Song in ${locale}`

    // One posts a track, the other answers it with one; both choose a file.
    const choosesFile = async (page: Page, seed: number, instrument: string) => {
      await page.getByText(record.orFile).click()
      await page.getByLabel(record.chooseFile).setInputFiles(musicFile(4, seed))
      await page.getByRole('group', { name: record.instruments }).getByRole('checkbox', { name: instrument }).check()
    }
    await link(one.page, shell.post).click()
    await choosesFile(one.page, 11, room.instruments.Guitar)
    await one.page.getByLabel(record.title).fill(title)
    await one.page.getByRole('checkbox', { name: room.genres.Rock }).check()
    await button(one.page, record.post).click()
    await one.page.getByRole('heading', { name: title }).waitFor()
    const id = Number(new URL(one.page.url()).pathname.split('/').at(-1))
    await two.page.goto('/')
    await two.page.getByRole('link', { name: title }).first().click()
    await choosesFile(two.page, 12, room.instruments.Bass)
    await button(two.page, record.send).click()
    await two.page.getByText(record.answered).waitFor()
    const { author } = await postWithTracks(stage, one.context, id, 1)

    // The author finds the answer, mixes it in and turns it down.
    await one.page.goto('/')
    await one.page.getByRole('link', { name: title }).first().click()
    await one.page.getByRole('heading', { name: title }).waitFor()
    await one.page.getByRole('checkbox', { name: room.inMix }).check()
    const gain = (page: Page, lane: number) => page.getByRole('slider', { name: room.gain }).nth(lane)
    await gain(one.page, 1).press('ArrowLeft')
    expect(await gain(one.page, 1).getAttribute('aria-valuetext')).toBe(room.decibels('−0.5'))
    await button(one.page, room.save).click()
    const progress = one.page.getByRole('progressbar')
    await progress.waitFor()
    await progress.waitFor({ state: 'detached' })
    await one.page.getByText(room.exact).waitFor()

    // Both hear the master.
    const hears = async (page: Page) => {
      await page.goto(`/post/${id}`)
      const audio = page.locator(`audio[aria-label="${room.listen}"]`)
      await audio.evaluate((element) => (element as unknown as { play: () => Promise<void> }).play())
      const time = () => audio.evaluate((element) => (element as unknown as { currentTime: number }).currentTime)
      await expect.poll(time, { timeout: 30_000 }).toBeGreaterThan(0.2)
      await audio.evaluate((element) => (element as unknown as { pause: () => void }).pause())
    }
    await hears(one.page)
    await hears(two.page)

    // The other likes it, follows its author and writes to them.
    await button(two.page, room.like).click()
    await two.page.getByText(home.likes(1)).waitFor()
    await two.page.getByRole('main').getByRole('link', { name: one.nickname }).first().click()
    await button(two.page, people.follow).click()
    await button(two.page, people.unfollow).waitFor()
    await link(two.page, people.write).click()
    await two.page.getByRole('textbox', { name: people.message }).fill(`What a riff, ${one.nickname}!`)
    await button(two.page, people.send).click()
    await two.page.getByText(people.wasSent(one.nickname)).waitFor()
    await link(one.page, shell.messages).click()
    await one.page.getByText(people.from(two.nickname)).click()
    await one.page.getByText(`What a riff, ${one.nickname}!`).last().waitFor()
    await one.page.getByText(people.unread, { exact: true }).waitFor({ state: 'detached' })

    // The other proposes another mix; the author compares it and takes it.
    await two.page.goto(`/post/${id}`)
    for (let press = 0; press < 4; press++) await gain(two.page, 0).press('ArrowLeft')
    await button(two.page, room.propose).click()
    await two.page.getByText(room.proposed).waitFor()
    await one.page.goto(`/post/${id}`)
    await one.page.getByRole('heading', { name: room.proposalBy(two.nickname) }).waitFor()
    await one.page.keyboard.press('c')
    await one.page.getByText(room.comparing).waitFor()
    await one.page.keyboard.press('c')
    await one.page.getByText(room.comparing).waitFor({ state: 'detached' })
    await button(one.page, room.take).click()
    const revisions = one.page.locator('.revisions > li')
    const current = revisions.filter({ hasText: room.current })
    await current.filter({ hasText: room.revision(2) }).waitFor()
    await one.page.getByText(room.taken, { exact: true }).waitFor()
    expect(await gain(one.page, 0).getAttribute('aria-valuetext')).toBe(room.decibels('−2.0'))

    // And makes the first one the master again.
    await revisions
      .filter({ hasText: room.revision(1) })
      .getByRole('button', { name: room.makeMaster })
      .click()
    await current
      .filter({ hasText: room.revision(3) })
      .or(current.filter({ hasText: room.revision(1) }))
      .first()
      .waitFor()
    expect(await gain(one.page, 0).getAttribute('aria-valuetext')).toBe(room.decibels('0.0'))

    const told = await readPost(stage, two.context, id)
    expect(told).toMatchObject({ num_liked: 1, num_comments: 1, mix: { status: 'done' } })
    const profile = await asker(stage, two.context)<{ num_followers: number }>('GET', `/user/${author.id}`)
    expect(profile.num_followers).toBe(1)
    expect([...one.faults, ...two.faults]).toEqual([])
  })
