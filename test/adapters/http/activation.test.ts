import { describe, expect, it } from 'vitest'
import { DAY } from '#domain/shared/instant.ts'
import { house, type House, jsonOf, keyFor, member, PASSWORD, post, signUp } from './house.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const EMAIL = 'ann@example.org'

const pending = async (nickname = 'ann') => {
  const given = house()
  await signUp(given, nickname, EMAIL)
  return { given, app: given.app, key: await keyFor(given, EMAIL) }
}

const open = (given: House, key: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  given.app.request(`/user/activate?activation_key=${key}`, { method, headers })

const submit = (
  given: House,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) =>
  given.app.request('/user/activate', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { Accept: BROWSER, 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  })

const isActive = async (given: House): Promise<boolean> =>
  (await post(given.app, '/user/login', { email: EMAIL, password: PASSWORD })).status === 200

describe('the link', () => {
  it('activates for a program, once', async () => {
    const { given, key } = await pending()
    const json = { Accept: 'application/json' }
    const answer = await open(given, key, json)
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(await jsonOf(answer)).toMatchObject({ is_active: true, user: { email: EMAIL, is_active: true } })
    expect(await isActive(given)).toBe(true)
    const again = await open(given, key, json)
    expect([again.status, (await jsonOf(again)).code]).toEqual([404, 'ACTIVATION_KEY_UNKNOWN'])
  })

  it('is dead for a program after two days', async () => {
    const { given, key } = await pending()
    given.world.clock.advance(2 * DAY)
    const answer = await open(given, key, { Accept: 'application/json' })
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([400, 'ACTIVATION_KEY_EXPIRED'])
  })

  it.each([
    ['a browser', { Accept: BROWSER }, 'GET'],
    ['a scanner', { Accept: '*/*' }, 'GET'],
    ['somebody who says nothing', {}, 'GET'],
    ['whoever only looks', { Accept: 'application/json' }, 'HEAD'],
  ])('changes nothing for %s', async (_, headers, method) => {
    const { given, key } = await pending()
    const answer = await open(given, key, headers, method)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await isActive(given)).toBe(false)
  })

  it('shows a page that tells nobody and runs nothing', async () => {
    const { given, key } = await pending()
    const answer = await open(given, key)
    const policy = answer.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toContain('script')
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('Referrer-Policy')).toBe('strict-origin')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('Vary')).toBe('Accept, Accept-Language')
    const page = await answer.text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('<form method="post" action="/user/activate">')
    expect(page).toContain(`name="activation_key" value="${key}"`)
    expect(page.match(/<button/g)).toHaveLength(1)
    for (const name of ['password', 'nickname']) expect(page).toContain(`<label for="${name}">`)
  })

  it('shows it in Korean', async () => {
    const { given, key } = await pending()
    const answer = await open(given, key, { 'Accept-Language': 'ko' })
    expect(answer.headers.get('Content-Language')).toBe('ko')
    expect(await answer.text()).toContain('<html lang="ko">')
  })

  it('keeps a hostile nickname harmless', async () => {
    const { given, key } = await pending(`"><script>&'x`)
    const page = await (await open(given, key)).text()
    expect(page).toContain('&quot;&gt;&lt;script&gt;&amp;&#39;x')
    expect(page).not.toContain('<script')
  })

  it('says that it is unknown, dead or out of reach, under that status', async () => {
    const { given, key } = await pending()
    const unknown = await open(given, 'f'.repeat(40))
    expect([unknown.status, unknown.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await unknown.text()).not.toContain('<form')
    expect((await given.app.request('/user/activate')).status).toBe(404)
    given.world.clock.advance(2 * DAY)
    expect((await open(given, key)).status).toBe(400)
    given.world.outage.breakDown('database')
    const out = await open(given, key)
    expect([out.status, out.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(given.lines).toMatchObject([{ level: 'warn' }])
  })

  it('leads to the form below the path of the public URL', async () => {
    const given = house({ settings: { publicUrl: 'https://example.org/music/' } })
    await signUp(given, 'ann')
    const page = await (await open(given, await keyFor(given, EMAIL))).text()
    expect(page).toContain('action="/music/user/activate"')
  })
})

describe('the form', () => {
  it('activates with the password of the sign-up and shows so', async () => {
    const { given, key } = await pending()
    const answer = await submit(given, { activation_key: key, password: PASSWORD, nickname: '' })
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('Your account is active')
    expect(await isActive(given)).toBe(true)
  })

  it('answers a program in JSON', async () => {
    const { given, key } = await pending()
    const json = { Accept: 'application/json' }
    const wrong = await submit(given, { activation_key: key, password: 'eight-strings' }, json)
    expect([wrong.status, (await jsonOf(wrong)).code]).toEqual([400, 'WRONG_PASSWORD'])
    const right = await post(given.app, '/user/activate/', { activation_key: key, password: PASSWORD })
    expect(await jsonOf(right)).toMatchObject({ is_active: true, user: { nickname: 'ann' } })
  })

  it('comes again with what was wrong, and without the password', async () => {
    const { given, key } = await pending()
    const offered = '<b>ann'
    const answer = await submit(given, { activation_key: key, password: 'eight-strings', nickname: offered })
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('role="alert"')
    expect(page).toContain('value="&lt;b&gt;ann"')
    expect(page).not.toContain('eight-strings')
    expect(page).toContain(`value="${key}"`)
    const empty = await submit(given, { activation_key: key, password: '' })
    expect([empty.status, (await empty.text()).includes('<form')]).toEqual([400, true])
    expect(await isActive(given)).toBe(false)
  })

  it('takes another nickname where the first was taken meanwhile', async () => {
    const { given, key } = await pending()
    await signUp(given, 'ann', 'other@example.org')
    await open(given, await keyFor(given, 'other@example.org'), { Accept: 'application/json' })
    const taken = await submit(given, { activation_key: key, password: PASSWORD })
    expect([taken.status, (await taken.text()).includes('<form')]).toEqual([409, true])
    expect((await submit(given, { activation_key: key, password: PASSWORD, nickname: 'anna' })).status).toBe(200)
  })

  it('says that the link is no good any more', async () => {
    const { given, key } = await pending()
    await open(given, key, { Accept: 'application/json' })
    const used = await submit(given, { activation_key: key, password: PASSWORD })
    expect([used.status, (await used.text()).includes('<form')]).toEqual([404, false])
  })

  it('does not mind a stale token', async () => {
    const { given, key } = await pending()
    const stale = await member(given, 'bob')
    given.world.clock.advance(DAY)
    const answer = await submit(
      given,
      { activation_key: key, password: PASSWORD },
      { ...stale, Authorization: 'Token x' },
    )
    expect(answer.status).toBe(200)
  })
})
