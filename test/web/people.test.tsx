import { render as renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import type { AuditEntry, FailedJob, Me, Message, User } from '#adapters/client/soundhub.ts'
import type { PageState, View } from '#adapters/web/contract.ts'
import { App } from '#adapters/web/page/app.tsx'
import { deviceOf } from '#adapters/web/page/parts/device.ts'

const NOON = '2026-11-30T12:00:00.000Z'
const HOSTILE = '</script><img src=x onerror=alert(1)>'

const ben: User = {
  id: 3,
  email: null,
  nickname: 'ben',
  profile_img: null,
  profile_bg: null,
  instrument: 'Bass',
  genre: '',
  instruments: ['Bass'],
  genres: [],
  user_type: 'S',
  total_liked: 0,
  num_followings: 0,
  num_followers: 1,
  following: [],
  followers: [2],
  is_active: true,
  last_login: null,
  created_at: NOON,
}
const ann: Me = { ...ben, id: 2, email: 'ann@example.org', nickname: 'ann', followers: [], is_staff: false }

const show = (view: View, viewer: Me | null = ann, language: PageState['language'] = 'en'): string =>
  renderToString(
    <App
      state={{
        language,
        viewer,
        view,
        publicUrl: 'http://localhost:8000',
        path: '/somewhere',
        mediaUrl: '/media/',
        googleClientId: null,
        demo: false,
      }}
    />,
  )

const message = (given: Partial<Message> = {}): Message => ({
  id: 1,
  from_user: 3,
  to_user: 2,
  content: 'Shall I play the bass?',
  read_date: null,
  created_date: NOON,
  ...given,
})

const session = { id: 1, created_at: NOON, last_used_at: NOON, device: 'curl/8', is_current: true }
const listed = <Item,>(...results: readonly Item[]) => ({ results, next: null, previous: null })
const profileOf = (user: User): View => ({ name: 'user', user: { ...user, post_set: [], liked_posts: [] } })
const inboxOf = (...all: readonly Message[]): View => ({
  name: 'messages',
  box: 'inbox',
  list: listed(...all),
  people: [ben],
  to: null,
})

const VIEWS: readonly View[] = [
  { name: 'log-in', next: '/' },
  { name: 'sign-up' },
  { name: 'forgotten-password' },
  { name: 'settings', sessions: listed(session) },
  { name: 'messages', box: 'sent', list: listed(message({ from_user: 2, to_user: 3 })), people: [ben], to: ben },
  profileOf(ben),
]

/** The ids of the fields a person fills in. */
const fieldIds = (html: string): readonly string[] =>
  [...html.matchAll(/<(?:input|textarea)\b[^>]*\bid="([^"]+)"/g)].map(([, id]) => id!)

test.each(['en', 'ko'] as const)('every field has a label and a name of its own, in %s', (language) => {
  for (const view of VIEWS) {
    const html = show(view, ann, language)
    const ids = fieldIds(html)
    expect(new Set(ids).size, view.name).toBe(ids.length)
    for (const id of ids) expect(html, view.name).toContain(`<label for="${id}"`)
    for (const [, id] of html.matchAll(/aria-describedby="([^"]+)"/g)) expect(html).toContain(`id="${id}"`)
    expect(html).not.toMatch(/ style=|undefined|\[object/)
  }
})

test('no form puts what is typed into an address, even where no script runs', () => {
  for (const view of VIEWS)
    for (const [form] of show(view).matchAll(/<form class="form"[^>]*>/g)) expect(form).toContain('method="post"')
})

test('what people write is shown as they wrote it, and is no markup', () => {
  const hostile = { ...ben, nickname: HOSTILE }
  const views: readonly View[] = [
    profileOf(hostile),
    { name: 'settings', sessions: listed({ ...session, device: HOSTILE }) },
    { name: 'messages', box: 'inbox', list: listed(message({ content: HOSTILE })), people: [hostile], to: hostile },
  ]
  for (const view of views) {
    const html = show(view, { ...ann, nickname: HOSTILE })
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('&lt;/script>')
  }
})

test('a follower is offered to unfollow, a stranger to log in, and nobody to follow themselves', () => {
  expect(show(profileOf(ben))).toContain('>Unfollow<')
  expect(show(profileOf(ben), { ...ann, id: 9 })).toContain('>Follow<')
  expect(show(profileOf(ben), null)).toContain('/login?next=%2Fsomewhere')
  const own = show(profileOf(ann))
  expect(own).not.toContain('ollow<')
  expect(own).toContain('href="/settings"')
})

test('a follow that is too old for the list of followers is seen in whom the viewer follows', () => {
  expect(show(profileOf({ ...ben, followers: [] }), { ...ann, following: [3] })).toContain('>Unfollow<')
})

test('only staff is offered to suspend somebody, and never themselves', () => {
  expect(show(profileOf(ben))).not.toContain('>Suspend<')
  expect(show(profileOf(ben), { ...ann, is_staff: true })).toContain('>Suspend<')
  expect(show(profileOf({ ...ben, is_active: false }), { ...ann, is_staff: true })).toContain('>Readmit<')
  expect(show(profileOf(ann), { ...ann, is_staff: true })).not.toContain('>Suspend<')
})

test('the staff’s page is linked for staff alone', () => {
  expect(show({ name: 'home', home: { pop_users: [], pop_posts: [], recent_posts: [] } })).not.toContain(
    'href="/staff"',
  )
  expect(show(staffView(), root)).toContain('href="/staff"')
})

const root: Me = { ...ann, is_staff: true }
const failedJob: FailedJob = { id: 'x', type: 'render-mix', failed_at: NOON, why: 'Unavailable files' }
const auditEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 1,
  at: NOON,
  staff_id: 2,
  staff: ann,
  action: 'suspend-user',
  subject: 3,
  job: null,
  ...given,
})
const staffView = (
  jobs: readonly FailedJob[] = [],
  log: readonly AuditEntry[] = [],
  next: string | null = null,
): View => ({
  name: 'staff',
  jobs: listed(...jobs),
  log: { ...listed(...log), next },
})

test('staff sees failed jobs with a named button each, one for all of several, and says so where there is none', () => {
  const one = show(staffView([failedJob]), root)
  expect(one).toContain('aria-label="Try again: Render a mix"')
  expect(one).toContain('Unavailable files')
  expect(one).not.toContain('Try all again')
  const two = show(staffView([failedJob, { ...failedJob, id: 'y', why: '' }]), root)
  expect(two).toContain('Try all again')
  expect(two).toContain('Its worker died or took too long.')
  expect(show(staffView(), root)).toContain('No job has failed.')
  expect(show(staffView([failedJob]), root, 'ko')).toContain('aria-label="다시 시도: 믹스 만들기"')
})

test('staff sees who did what to whom, as far as they are still there', () => {
  const html = show(
    staffView(
      [],
      [
        auditEntry(),
        auditEntry({ id: 2, staff: null, staff_id: 9, action: 'delete-post', subject: 7 }),
        auditEntry({ id: 3, staff: null, staff_id: null, action: 'retry-job', subject: null, job: 'the job' }),
      ],
    ),
    root,
  )
  expect(html).toMatch(/Suspended an account.*href="\/user\/3">Account 3<.*href="\/user\/2">ann</s)
  expect(html).toMatch(/Deleted a song.*Song 7.*Former account 9/s)
  expect(html).toMatch(/<code>the job<.*On the server/s)
  expect(html).not.toContain('Older entries')
  const next = 'http://localhost:8000/staff/audit-log?cursor=abc'
  expect(show(staffView([], [auditEntry()], next), root)).toContain('Older entries')
})

test('everybody sees that an account is suspended', () => {
  expect(show(profileOf({ ...ben, is_active: false }), null)).toContain('This account is suspended.')
})

test('a message that was not read yet is marked, and one of somebody who left is still there', () => {
  expect(show(inboxOf(message()))).toContain('>New<')
  expect(show(inboxOf(message({ read_date: NOON })))).not.toContain('>New<')
  expect(show(inboxOf(message({ from_user: null })))).toContain('somebody who has left')
})

test('older messages are a page of their own', () => {
  const next = 'http://localhost:8000/message/inbox?cursor=abc&page_size=20'
  const html = show({ name: 'messages', box: 'inbox', list: { ...listed(message()), next }, people: [], to: null })
  expect(html).toContain('/messages?box=inbox&amp;cursor=abc')
})

test('nobody is offered to write to themselves', () => {
  const html = show({ name: 'messages', box: 'inbox', list: listed(), people: [], to: ann })
  expect(html).not.toContain('<textarea')
})

test('who logs in by a provider is not asked for a password they do not have', () => {
  const settings: View = { name: 'settings', sessions: listed(session) }
  expect(show(settings)).toContain('name="password"')
  expect(show(settings, { ...ann, user_type: 'G' })).not.toContain('name="password"')
})

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0 Safari/537.36',
    'Chrome, Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36 Edg/153.0',
    'Edge, Windows',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1', 'Safari, iOS'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox, Android'],
  ['Soundhub/2.1', 'Soundhub/2.1'],
])('%s is called %s', (agent, name) => {
  expect(deviceOf(agent)).toBe(name)
})
