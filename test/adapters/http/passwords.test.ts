import { describe, expect, it } from 'vitest'
import { HOUR } from '#domain/shared/instant.ts'
import { ask, BROWSER, follow } from './asking.ts'
import { house, jsonOf, mailFor, member, PASSWORD, post, signUp, work } from './house.ts'
import { changing, EMAIL, faultsOf, forgetting, NEW, opens, PATH, put, TYPED } from './password-scenes.ts'

describe('a password', () => {
  it('is checked for whoever is logged in', async () => {
    const given = house()
    const ann = await member(given, 'ann')
    const right = await post(given.app, PATH, { password: PASSWORD }, ann)
    expect([right.status, await jsonOf(right)]).toEqual([200, { detail: 'This is your password.' }])
    expect(await faultsOf(await post(given.app, PATH, { password: NEW }, ann))).toEqual([
      '400',
      'WRONG_PASSWORD',
      'password WRONG_PASSWORD',
    ])
  })

  it('is changed by typing it twice and following the link, which ends every other session', async () => {
    const { given, ann, key } = await changing()
    const elsewhere = await jsonOf(await post(given.app, '/user/login', { email: EMAIL, password: PASSWORD }))
    expect(await opens(given, NEW)).toBe(false)
    const done = await follow(given, PATH, key)
    expect([done.status, await jsonOf(done)]).toEqual([200, { detail: 'The password is changed.' }])
    expect([await opens(given, NEW), await opens(given, PASSWORD)]).toEqual([true, false])
    expect((await ask(given, '/user/sessions', { headers: ann })).status).toBe(200)
    const other = { Authorization: `Token ${String(elsewhere.token)}` }
    expect((await ask(given, '/user/sessions', { headers: other })).status).toBe(401)
    expect((await mailFor(given, EMAIL, 'password-changed')).secret).toBeNull()
    expect((await follow(given, PATH, key)).status).toBe(404)
  })

  it('that was forgotten is replaced by its link and a new one, which ends every session', async () => {
    const { given, ann, key } = await forgetting()
    const good = await follow(given, PATH, key)
    expect([good.status, (await jsonOf(good)).detail]).toEqual([200, expect.stringContaining('link is valid')])
    expect(await opens(given, PASSWORD)).toBe(true)
    const done = await post(given.app, PATH, { activation_key: key, ...TYPED })
    expect([done.status, await jsonOf(done)]).toEqual([200, { detail: 'The password is changed.' }])
    expect([await opens(given, NEW), await opens(given, PASSWORD)]).toEqual([true, false])
    expect((await ask(given, '/user/sessions', { headers: ann })).status).toBe(401)
    expect((await post(given.app, PATH, { activation_key: key, ...TYPED })).status).toBe(404)
  })

  it('that was forgotten is asked for alike whether or not somebody has the address', async () => {
    const given = house()
    await member(given, 'ann')
    await signUp(given, 'pat')
    const answers = await Promise.all(
      [EMAIL, 'pat@example.org', 'nobody@example.org'].map(async (email) => {
        const { status, headers, ...answer } = await put(given, { email }).then(async (one) => ({
          status: one.status,
          headers: Object.fromEntries(one.headers),
          text: await one.text(),
        }))
        return { status, headers, ...answer }
      }),
    )
    expect(answers[0]).toMatchObject({ status: 202, headers: { 'cache-control': 'no-store' } })
    expect(answers.slice(1)).toEqual([answers[0], answers[0]])
    await work(given)
    const resets = given.world.mailer.sent().filter(({ kind }) => kind === 'reset-password')
    expect(resets.map(({ to }) => to)).toEqual([EMAIL])
  })

  it('cannot be forgotten for longer than an hour', async () => {
    const { given, key } = await forgetting()
    given.world.clock.advance(HOUR)
    expect(await faultsOf(await follow(given, PATH, key))).toEqual(['400', 'ACTIVATION_KEY_EXPIRED'])
    const page = await follow(given, PATH, key, BROWSER)
    expect([page.status, (await page.text()).includes('<form')]).toEqual([400, false])
    expect(await faultsOf(await post(given.app, PATH, { activation_key: key, ...TYPED }))).toEqual([
      '400',
      'ACTIVATION_KEY_EXPIRED',
    ])
  })

  it.each([
    ['is short', { password1: 'short', password2: 'short' }, ['password1 TOO_SHORT']],
    ['differs', { password1: NEW, password2: PASSWORD }, ['password2 PASSWORDS_DIFFER']],
    ['is common', { password1: 'password1', password2: 'password1' }, ['password1 PASSWORD_TOO_COMMON']],
    ['is the address', { password1: EMAIL, password2: EMAIL }, ['password1 PASSWORD_NAMES_ITS_OWNER']],
    ['is typed once', { password1: NEW }, ['password2 REQUIRED']],
  ])('that %s is refused, logged in or forgotten', async (_, typed: Record<string, string>, faults) => {
    const { given, ann, key } = await forgetting()
    expect(await faultsOf(await put(given, typed, ann))).toEqual(['400', 'VALIDATION_FAILED', ...faults])
    const reset = await post(given.app, PATH, { activation_key: key, ...typed })
    expect(await faultsOf(reset)).toEqual(['400', 'VALIDATION_FAILED', ...faults])
    expect(await opens(given, PASSWORD)).toBe(true)
  })
})
