import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asker, enter, failJobs, makeStaff } from './acts.ts'
import { openStage, type Stage } from './stage.ts'

type Axe = {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[]
}

const AXE = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const EVERYTHING = `{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }`
const CONTRAST = `{ type: 'rule', values: ['color-contrast'] }`
/** Each width and each scheme is looked at in full; what the two decide together is contrast, in whichever language. */
const LOOKS = [
  { width: 320, colorScheme: 'light', rules: EVERYTHING },
  { width: 1280, colorScheme: 'light', rules: CONTRAST },
  { width: 1280, colorScheme: 'dark', rules: EVERYTHING },
  { width: 320, colorScheme: 'dark', rules: CONTRAST },
] as const

/** Every view, with something in it, by who looks at it. */
const VIEWS = {
  anybody: [
    '/',
    '/home/genre/Pop',
    '/home/instrument/Guitar',
    '/post/1',
    '/user/2',
    '/search?keyword=demo',
    '/search?keyword=nothing-like-this',
    '/search',
    '/login',
    '/signup',
    '/forgotten-password',
    '/embed/post/1',
    '/post/999',
  ],
  author: ['/', '/post/1', '/settings', '/messages?to=2', '/messages?box=sent', '/new', '/user/1', '/user/3'],
  staff: ['/staff', '/user/2'],
} as const

let stage: Stage
let people: Readonly<Record<keyof typeof VIEWS, (page: Page) => Promise<unknown>>>
beforeAll(async () => {
  stage = await openStage()
  const staff = await makeStaff(stage)
  await failJobs(stage, ['user_7/Post_1', 'user_7/Post_2'])
  const bassist = await stage.person()
  await enter(stage, bassist, stage.accounts[1]!)
  const asks = asker(stage, bassist)
  await asks('PUT', '/post/1/like')
  await asks('PUT', '/user/1/follow')
  await asks('POST', '/message', { data: { to_user: 1, content: 'A long word: ' + 'la'.repeat(200) } })
  for (const gain of [-6, -12])
    await asks('POST', '/post/1/mixes', { data: { author: { gain_db: gain }, stems: [{ comment: 1 }] } })
  const author = await stage.person()
  await enter(stage, author, stage.accounts[0]!)
  await asker(stage, author)('DELETE', '/post/1/mixes/1', { data: { reason: 'Too quiet' } })
  people = {
    anybody: () => Promise.resolve(),
    author: (page) => enter(stage, page.context(), stage.accounts[0]!),
    staff: (page) => enter(stage, page.context(), staff),
  }
}, 120_000)
afterAll(() => stage.close())

const faultsIn = async (
  page: Page,
  where: string,
  looks: readonly (typeof LOOKS)[number][] = LOOKS,
): Promise<readonly string[]> => {
  const faults: string[] = []
  await page.evaluate(AXE)
  for (const { width, colorScheme, rules } of looks) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const look = `${where} ${width} ${colorScheme}`
    const { violations } = await page.evaluate<Axe>(
      `axe.run(document, { runOnly: ${rules}, resultTypes: ['violations'] })`,
    )
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes.slice(0, 3)) faults.push(`${look}: ${id}: ${html} ${failureSummary}`)
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (wide > width) faults.push(`${look}: scrolls sideways, ${wide} px`)
  }
  return faults
}

/** What axe finds on all views of somebody. */
const looked = async (who: keyof typeof VIEWS, locale: 'en' | 'ko'): Promise<readonly string[]> => {
  const page = await (await stage.person({ locale, bypassCSP: true })).newPage()
  await people[who](page)
  const faults: string[] = []
  for (const path of VIEWS[who]) {
    await page.goto(path)
    for (const summary of await page.locator('summary').all()) await summary.click()
    // Its lists come after it.
    if (path === '/post/1') await page.locator('.revisions li').first().waitFor()
    const looks = locale === 'en' ? LOOKS : LOOKS.filter(({ rules }) => rules === EVERYTHING)
    faults.push(...(await faultsIn(page, `${who} ${path}`, looks)))
  }
  return faults
}

describe('for everybody', () => {
  for (const locale of ['en', 'ko'] as const)
    test(`axe finds nothing on any view in ${locale}, light and dark, and nothing scrolls sideways`, async () => {
      const [one, ...others] = await Promise.all([
        looked('anybody', locale),
        looked('author', locale).then(async (faults) => [...faults, ...(await looked('staff', locale))]),
      ])
      expect([one, ...others].flat()).toEqual([])
    })

  test('axe finds nothing in a form that was filled in wrongly, and its first faulty field has the focus', async () => {
    const page = await (await stage.person({ bypassCSP: true })).newPage()
    await page.goto('/signup')
    await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('alert').waitFor()
    expect(await faultsIn(page, 'signup')).toEqual([])
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true')
    await page.goto('/login')
    await page.getByLabel('E-mail address').fill('nobody@example.org')
    await page.getByRole('textbox', { name: 'Password' }).fill('not-it-at-all')
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await faultsIn(page, 'login')).toEqual([])
  })

  test('the keyboard alone reaches and works play, a fader, mute and save', async () => {
    const page = await (await stage.person()).newPage()
    await people.author(page)
    await page.goto('/post/1')
    const FOCUSED = `(() => {
      const { activeElement: it } = document
      const name = it.getAttribute('aria-label') ?? it.labels?.[0]?.firstElementChild?.textContent ?? it.textContent
      return { name, says: it.getAttribute('aria-valuetext'), seen: getComputedStyle(it).outlineStyle !== 'none' }
    })()`
    const reach = async (name: string) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab')
        const focused = await page.evaluate<{ name: string; says: string | null; seen: boolean }>(FOCUSED)
        if (focused.name !== name) continue
        expect(focused.seen, `the focus is seen on ${name}`).toBe(true)
        return focused
      }
      throw new Error(`${name} cannot be reached`)
    }
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content')
    await page.keyboard.press('Enter')
    await reach('Play')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    expect((await reach('Gain')).says).toBe('0.0 dB')
    await page.keyboard.press('ArrowLeft')
    expect((await page.evaluate<{ says: string }>(FOCUSED)).says).toBe('−0.5 dB')
    await reach('Mute')
    await page.keyboard.press('Space')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-pressed")')).toBe('true')
    await page.keyboard.press('Space')
    await reach('Save as the mix')
    await page.keyboard.press('Enter')
    await page.getByText('You hear exactly the master.').waitFor()
  })
})
