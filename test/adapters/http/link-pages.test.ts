import { describe, expect, it } from 'vitest'
import { DAY } from '#domain/shared/instant.ts'
import { ask, BROWSER, follow, PROGRAM, submit } from './asking.ts'
import { post } from './house.ts'
import { attribute, expectDecent, forgetting, HANGUL, NEW, SCENES } from './link-scenes.ts'

describe.each(SCENES)('the link %s', (name, scene) => {
  it.each([
    ['a browser', BROWSER, 'GET'],
    ['a mail scanner', { Accept: '*/*' }, 'GET'],
    ['a scanner that says nothing', {}, 'GET'],
    ['a program that asks for anything of an application', { Accept: 'application/*' }, 'GET'],
    ['a program that only looks', PROGRAM, 'HEAD'],
  ])('changes nothing for %s', async (_, headers: Record<string, string>, method) => {
    const { given, path, key, happened } = await scene()
    for (const slash of ['', '/']) {
      const answer = await ask(given, `${path}${slash}?activation_key=${key}`, { method, headers })
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    }
    expect(await happened()).toBe(false)
  })

  it('shows one form that POSTs the key, and no address that holds it', async () => {
    const { given, path, action, key } = await scene()
    const page = await expectDecent(await follow(given, path, key, BROWSER))
    expect(page.match(/<form/g)).toHaveLength(1)
    expect(page).toContain(`<form method="post" action="${action}">`)
    expect(page).toContain(`<input type="hidden" name="activation_key" value="${key}" />`)
    expect(page.split(key)).toHaveLength(2)
    expect(page.match(/<button/g)).toHaveLength(1)
    expect(page).not.toContain('role="alert"')
  })

  it('asks for exactly what has to be typed', async () => {
    const { given, path, key, typed } = await scene()
    const page = await (await follow(given, path, key, BROWSER)).text()
    const required = (page.match(/<input[^>]*\srequired\s[^>]*>/g) ?? []).map((tag) => attribute(tag, 'name'))
    expect(required).toEqual(Object.keys(typed))
  })

  it('speaks Korean', async () => {
    const { given, path, action, key, typed } = await scene()
    const korean = { 'Accept-Language': 'ko-KR,ko;q=0.9' }
    await expectDecent(await follow(given, path, key, { ...BROWSER, ...korean }), 'ko')
    const done = await submit(given, action, { activation_key: key, ...typed }, korean)
    expect(await expectDecent(done, 'ko')).toMatch(HANGUL)
    await expectDecent(await follow(given, path, key, { ...BROWSER, ...korean }), 'ko')
  })

  it('does what it is for when the form is sent, says so on a page, and does it once', async () => {
    const { given, path, action, key, typed, happened } = await scene()
    const done = await submit(given, action, { activation_key: key, ...typed })
    expect(done.status).toBe(200)
    const page = await expectDecent(done)
    expect(page).not.toContain('<form')
    expect(page).not.toContain(key)
    expect(await happened()).toBe(true)
    for (const again of [
      await submit(given, action, { activation_key: key, ...typed }),
      await follow(given, path, key, BROWSER),
    ]) {
      expect(again.status).toBe(404)
      const refused = await expectDecent(again)
      expect(refused).toContain('role="alert"')
      expect(refused).not.toContain('<form')
    }
  })

  it('answers a program that sends the form in JSON', async () => {
    const { given, action, key, typed } = await scene()
    for (const status of [200, 404]) {
      const answer = await post(given.app, action, { activation_key: key, ...typed }, PROGRAM)
      expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([status, 'no-store'])
      expect(answer.headers.get('Content-Type')).toMatch(/^application\/(problem\+)?json$/)
      expect(await answer.text()).not.toContain(key)
    }
  })

  it('is dead when its time is over, for everybody', async () => {
    const { given, path, action, key, typed, happened } = await scene()
    given.world.clock.advance(2 * DAY)
    for (const answer of [
      await follow(given, path, key, BROWSER),
      await submit(given, action, { activation_key: key, ...typed }),
      await follow(given, path, key),
      await post(given.app, action, { activation_key: key, ...typed }),
    ])
      expect(answer.status).toBe(400)
    if (name !== 'behind “this was not me”') expect(await happened()).toBe(false)
  })

  it.each([
    ['none', ''],
    ['another one', `activation_key=${'f'.repeat(40)}`],
    ['two', `activation_key=${'f'.repeat(40)}&activation_key=${'e'.repeat(40)}`],
    ['markup', 'activation_key=%22%3E%3Cscript%3E'],
    ['nothing that could be one', `activation_key=${'F'.repeat(40)}%00`],
  ])('with a key that is %s is unknown, and is not repeated', async (_, query) => {
    const { given, path, happened } = await scene()
    const page = await ask(given, `${path}?${query}`, { headers: BROWSER })
    expect(page.status).toBe(404)
    expect(await expectDecent(page)).not.toMatch(/ffff|eeee|script/)
    const problem = await ask(given, `${path}?${query}`, { headers: PROGRAM })
    expect([problem.status, await problem.text()]).toEqual([404, expect.stringContaining('ACTIVATION_KEY_UNKNOWN')])
    expect(await happened()).toBe(false)
  })

  it('that cannot be looked up now says so and is not used up', async () => {
    const { given, path, action, key, typed, happened } = await scene()
    given.world.outage.breakDown('database')
    for (const answer of [
      await follow(given, path, key, BROWSER),
      await submit(given, action, { activation_key: key, ...typed }),
    ]) {
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
      await expectDecent(answer)
    }
    given.world.outage.repair()
    expect((await submit(given, action, { activation_key: key, ...typed })).status).toBe(200)
    expect(await happened()).toBe(true)
  })

  it('keeps a hostile nickname harmless', async () => {
    const { given, path, key } = await scene(`"><script>&'x</h1>`)
    const page = await expectDecent(await follow(given, path, key, BROWSER))
    expect(page).not.toContain('<script')
    if (name !== 'behind “this was not me”') expect(page).toContain('&quot;&gt;&lt;script&gt;&amp;&#39;x&lt;/h1&gt;')
  })
})

describe('the page behind a forgotten password', () => {
  it('asks for a new password twice and POSTs it', async () => {
    const { given, path, key } = await forgetting()
    const page = await (await follow(given, path, key, BROWSER)).text()
    for (const name of ['password1', 'password2']) {
      const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page)?.[0] ?? ''
      expect([attribute(tag, 'type'), attribute(tag, 'autocomplete')]).toEqual(['password', 'new-password'])
    }
  })

  it('comes again with what was wrong, without what was typed', async () => {
    const { given, path, key, happened } = await forgetting()
    for (const typed of [
      { password1: 'short', password2: 'short' },
      { password1: NEW, password2: 'thirteen-strings' },
      { password1: '', password2: '' },
      {},
    ]) {
      const answer = await submit(given, path, { activation_key: key, ...typed })
      expect(answer.status).toBe(400)
      const page = await expectDecent(answer)
      expect(page).toContain('role="alert"')
      expect(page).toContain('name="password1"')
      expect(page).not.toMatch(/short|strings/)
    }
    expect(await happened()).toBe(false)
  })

  it.each([
    [
      'en',
      'New password: This needs at least 8 characters. New password, once more: The two passwords are not the same.',
    ],
    ['ko', '새 비밀번호: 8자 이상이어야 합니다. 새 비밀번호 한 번 더: 두 비밀번호가 서로 다릅니다.'],
  ] as const)('names a field as the page does, not as the form sends it, in %s', async (language, said) => {
    const { given, path, key } = await forgetting()
    const typed = { activation_key: key, password1: 'short', password2: 'other' }
    const answer = await submit(given, path, typed, { 'Accept-Language': language })
    expect(await expectDecent(answer, language)).toContain(`<p role="alert">${said}</p>`)
  })

  it('that is too old says how another link comes, to whoever forgot a password too', async () => {
    const { given, path, key } = await forgetting()
    given.world.clock.advance(2 * DAY)
    const page = await expectDecent(await follow(given, path, key, BROWSER))
    expect(page).toMatch(/<p role="alert">This link has expired\.[^<]*request a new password[^<]*<\/p>/)
  })
})
