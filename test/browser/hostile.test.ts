import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asker, enter, makeStaff, VIOLATIONS, watched } from './acts.ts'
import { musicFile, postSong } from './song.ts'
import { openStage, type Stage } from './stage.ts'

const HOSTILE = `<img src=x onerror="globalThis.hacked=1">"'><script>globalThis.hacked=1</script><svg onload=alert(1)>`
/** As much of it as a nickname may have. */
const NAME = '<svg/onload=alert(1)>'
const LETTER = `${HOSTILE}\njavascript:alert(1) {{constructor.constructor('alert(1)')()}}`

let stage: Stage
let postId: number
let people: Readonly<Record<'anybody' | 'author' | 'other' | 'staff', (context: BrowserContext) => Promise<unknown>>>
beforeAll(async () => {
  stage = await openStage()
  const staff = await makeStaff(stage)
  const userAgent = `Mozilla/5.0 ${HOSTILE}`
  const [author, other] = await Promise.all([stage.person({ userAgent }), stage.person({ userAgent })])
  await Promise.all([enter(stage, author, stage.accounts[0]!), enter(stage, other, stage.accounts[1]!)])
  const [asks, answers] = [asker(stage, author), asker(stage, other)]
  await answers('PATCH', '/user/2', { data: { nickname: NAME } })
  const post = await postSong(stage, author, other, { title: TITLE, seconds: 2 })
  postId = post.id
  await answers('POST', `/post/${postId}/comments`, {
    multipart: { instrument: 'Other', comment_track: { ...musicFile(1, 5), name: `${HOSTILE}.wav` } },
  })
  await answers('POST', '/message', { data: { to_user: 1, content: LETTER } })
  await asks('POST', '/message', { data: { to_user: 2, content: LETTER } })
  const proposal = await answers<{ id: number }>('POST', `/post/${postId}/mixes`, {
    data: { author: { gain_db: -3 }, stems: [] },
  })
  await asks('DELETE', `/post/${postId}/mixes/${proposal.id}`, { data: { reason: HOSTILE } })
  await answers('POST', `/post/${postId}/mixes`, { data: { author: { gain_db: -6 }, stems: [] } })
  people = {
    anybody: () => Promise.resolve(),
    author: (context) => enter(stage, context, stage.accounts[0]!),
    other: (context) => enter(stage, context, stage.accounts[1]!),
    staff: (context) => enter(stage, context, staff),
  }
}, 120_000)
afterAll(() => stage.close())

/** As long as titles and keywords may be. */
const TITLE = HOSTILE.slice(0, 100)
const keyword = encodeURIComponent(TITLE)

/** Every view, by who looks at it, and what of the above is seen there as text. */
const views = (): Readonly<Record<keyof typeof people, Readonly<Record<string, readonly string[]>>>> => ({
  anybody: {
    '/': [TITLE, NAME],
    '/home/genre/Rock': [TITLE],
    '/home/instrument/Bass': [NAME],
    [`/post/${postId}`]: [TITLE, NAME, HOSTILE],
    [`/embed/post/${postId}`]: [TITLE],
    '/user/2': [NAME],
    [`/search?keyword=${keyword}`]: [TITLE],
    [`/search?keyword=${encodeURIComponent('<svg')}`]: [NAME],
    '/search': [],
    [`/login?next=${encodeURIComponent('javascript:alert(1)')}`]: [],
    [`/login?next=${keyword}`]: [],
    '/signup': [],
    '/forgotten-password': [],
    '/post/999': [],
    [`/home/genre/${keyword}`]: [],
    [`/${keyword}`]: [],
  },
  author: {
    [`/post/${postId}`]: [TITLE, NAME, HOSTILE],
    '/messages': [LETTER.split('\n')[0]!, NAME],
    '/messages?to=2': [NAME],
    '/messages?box=sent': [LETTER.split('\n')[0]!, NAME],
    '/new': [],
  },
  other: { '/settings': [NAME], '/user/2': [NAME], [`/messages?box=inbox&cursor=${keyword}`]: [] },
  staff: { '/staff': [], '/user/2': [NAME], [`/search?keyword=${keyword}`]: [] },
})

const isHacked = (page: Page): Promise<boolean> => page.evaluate('globalThis.hacked !== undefined')

describe('what people write', () => {
  for (const who of ['anybody', 'author', 'other', 'staff'] as const)
    test(`is text on every view that ${who} sees: no script runs, nothing is refused, nothing goes wrong`, async () => {
      const context = await stage.person()
      await people[who](context)
      const faults = watched(context)
      await context.addInitScript(VIOLATIONS)
      const page = await context.newPage()
      for (const [path, texts] of Object.entries(views()[who])) {
        await page.goto(path)
        if (path === `/post/${postId}`)
          await page.getByText('Press C').or(page.locator('.proposal').first()).first().waitFor()
        for (const summary of await page.locator('summary').all()) await summary.click()
        // Leaves and comes back, and hovers what is there, so that handlers would have been called.
        await page.locator('h1').first().hover()
        const seen = (await page.locator('#app').textContent()) ?? ''
        for (const text of texts) expect(seen, path).toContain(text)
        expect(await isHacked(page), path).toBe(false)
      }
      expect(faults).toEqual([])
    })

  test('is text where the room plays, compares and declines it', async () => {
    const context = await stage.person()
    await people.author(context)
    const faults = watched(context)
    await context.addInitScript(VIOLATIONS)
    const page = await context.newPage()
    await page.goto(`/post/${postId}`)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.getByRole('button', { name: 'Compare' }).first().click()
    await expect.poll(() => page.locator('.time').textContent(), { timeout: 30_000 }).not.toMatch(/^0:00/)
    await page
      .getByRole('button', { name: 'Pause', exact: true })
      .or(page.getByRole('button', { name: 'Play', exact: true }))
      .click()
    await page.getByRole('button', { name: 'Decline' }).first().click()
    await page.getByLabel('Why, in a sentence').fill(HOSTILE)
    await page.locator('form').getByRole('button', { name: 'Decline' }).click()
    await page.getByText(`declined: ${HOSTILE}`).nth(1).waitFor()
    expect(await isHacked(page)).toBe(false)
    expect(faults).toEqual([])
  })

  test('leads nowhere else after a login', async () => {
    for (const next of ['//evil.example/', 'https://evil.example/', 'javascript:alert(1)', '/\\evil.example']) {
      const context = await stage.person()
      const faults = watched(context)
      const page = await context.newPage()
      await page.goto(`/login?next=${encodeURIComponent(next)}`)
      await page.getByLabel('E-mail address').fill(stage.accounts[2]!.email)
      await page.getByRole('textbox', { name: 'Password' }).fill(stage.accounts[2]!.password)
      await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('button', { name: 'Log out' }).waitFor()
      expect(page.url()).toBe(`${stage.url.replace(/\/$/, '')}/`)
      expect(faults).toEqual([])
    }
  })
})
