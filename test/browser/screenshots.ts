/**
 * `npm run screenshots -- [part of a name]`: each view, in both languages, on a phone and a laptop, as WebP in `.screenshots/`;
 * those of the README in docs/screenshots.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { open } from '#bootstrap/container.ts'
import { failJobs } from './acts.ts'
import { fontsIn } from './fonts.ts'
import { openStage, type Stage } from './stage.ts'

const LOOKED_AT = '.screenshots'
const SHOWN = 'docs/screenshots'
const [wanted = ''] = process.argv.slice(2)

const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  laptop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 },
} as const
type Size = keyof typeof SIZES

const LANGUAGES = ['en', 'ko'] as const

type Who = 'nobody' | 'musician' | 'follower' | 'staff'
type Shot = {
  readonly name: string
  readonly path: string
  readonly who: Who
  readonly prepare?: (page: Page) => Promise<void>
}

/** A few seconds into the song. */
const play = async (page: Page): Promise<void> => {
  await page.locator('.transport .play').click()
  await page.locator('.time', { hasText: /^0:0[4-9]/ }).waitFor({ timeout: 60_000 })
}

/** A form that was sent with nothing in it, as it answers. */
const sendNothing = async (page: Page): Promise<void> => {
  await page.locator('main form button').last().click()
  await page.waitForTimeout(500)
}

const SHOTS: readonly Shot[] = [
  { name: 'home', path: '/', who: 'nobody' },
  { name: 'word', path: '/home/genre/Pop', who: 'nobody' },
  { name: 'word-empty', path: '/home/genre/Jazz', who: 'nobody' },
  { name: 'post', path: '/post/1', who: 'nobody' },
  { name: 'room', path: '/post/1', who: 'musician', prepare: play },
  { name: 'embed', path: '/embed/post/1', who: 'nobody' },
  { name: 'user', path: '/user/2', who: 'musician' },
  { name: 'search', path: '/search?keyword=demo', who: 'nobody' },
  { name: 'search-empty', path: '/search?keyword=xylophone', who: 'nobody' },
  { name: 'log-in', path: '/login', who: 'nobody' },
  { name: 'sign-up', path: '/signup', who: 'nobody' },
  { name: 'sign-up-refused', path: '/signup', who: 'nobody', prepare: sendNothing },
  { name: 'forgotten-password', path: '/forgotten-password', who: 'nobody' },
  { name: 'new-post', path: '/new', who: 'musician' },
  { name: 'settings', path: '/settings', who: 'musician' },
  { name: 'messages', path: '/messages', who: 'musician' },
  { name: 'messages-new', path: '/messages?to=2', who: 'musician' },
  { name: 'messages-empty', path: '/messages?box=sent', who: 'musician' },
  { name: 'staff', path: '/staff', who: 'staff' },
  { name: 'not-found', path: '/post/999', who: 'nobody' },
]

/** The README shows these, as much of them as a screen does. */
const IN_THE_README: Readonly<Record<string, string>> = {
  'room-en-laptop': 'room',
  'home-en-laptop': 'home',
  'room-ko-phone': 'room-ko-phone',
}

const MESSAGE = 'Your arpeggios carry the song.\nShall I try a bridge?'
const STAFF = { email: 'staff@example.org', nickname: 'staff', password: 'four-eyes-see-more' }

/** A form as the page itself sends it. */
const send = async ({ url }: Stage, context: BrowserContext, path: string, form: Record<string, string> = {}) => {
  const answer = await context.request.post(path, { form, headers: { 'Soundhub-Session': 'cookie', Origin: url } })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
}

const logIn = async (stage: Stage, context: BrowserContext, who: Who): Promise<void> => {
  const { email, password } = who === 'staff' ? STAFF : stage.accounts[who === 'musician' ? 0 : 1]!
  await send(stage, context, '/user/login', { email, password })
}

/** A like, a follower and a message, so that there is something to see. */
const fill = async (stage: Stage): Promise<void> => {
  const { soundhub } = await open(stage.container, ['soundhub'])
  ;(await soundhub.accounts.createStaff(STAFF))._unsafeUnwrap()
  await failJobs(stage, ['user_7/Post_1', 'user_7/Post_2'])
  const context = await stage.person()
  await logIn(stage, context, 'follower')
  await send(stage, context, '/post/1/like')
  await send(stage, context, '/user/1/follow')
  await send(stage, context, '/message', { to_user: '1', content: MESSAGE })
  await context.close()
}

const widerThanItsWindow = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')

const shoot = async (stage: Stage, size: Size, language: (typeof LANGUAGES)[number], shots: readonly Shot[]) => {
  for (const who of new Set(shots.map((shot) => shot.who))) {
    const context = await stage.person({
      ...SIZES[size],
      locale: language,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    if (who !== 'nobody') await logIn(stage, context, who)
    for (const { name, path, prepare } of shots.filter((shot) => shot.who === who)) {
      await page.goto(path, { waitUntil: 'networkidle' })
      await prepare?.(page)
      const title = `${name}-${language}-${size}`
      if (await widerThanItsWindow(page)) console.log(`${title} is wider than its window`)
      const whole = await page.screenshot({ fullPage: true })
      await writeFile(join(LOOKED_AT, `${title}.webp`), await sharp(whole).webp({ quality: 80 }).toBuffer())
      const shown = IN_THE_README[title]
      if (shown !== undefined) {
        await page.evaluate(`document.querySelector('.room')?.scrollIntoView()`)
        const screen = await page.screenshot()
        await sharp(screen)
          .webp({ quality: 82, effort: 6 })
          .toFile(join(SHOWN, `${shown}.webp`))
      }
    }
    await context.close()
  }
}

const folder = await mkdtemp(join(tmpdir(), 'soundhub-fonts-'))
await mkdir(LOOKED_AT, { recursive: true })
await mkdir(SHOWN, { recursive: true })
const stage = await openStage([], await fontsIn(folder))
try {
  await fill(stage)
  const shots = SHOTS.filter(({ name }) => name.includes(wanted))
  for (const size of Object.keys(SIZES) as Size[])
    for (const language of LANGUAGES) await shoot(stage, size, language, shots)
} finally {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
}
