import { describe, expect, it } from 'vitest'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { ask } from './asking.ts'
import { house, jsonOf, type Json, member, post } from './house.ts'
import { ASKING, COOKIE, cookieSetBy, isOpen, logIn, OWN, sessionsOf, visitor } from './page-scenes.ts'

const TOKEN = /^[0-9a-f]{40}$/

describe('a login of the page', () => {
  it('gives the token as a cookie for this host alone that no script reads, and not in the body', async () => {
    const given = house()
    await member(given, 'ann')
    const answer = await logIn(given, 'ann@example.org')
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const token = String(cookieSetBy(answer))
    expect(token).toMatch(TOKEN)
    expect(answer.headers.getSetCookie()).toEqual([
      `${COOKIE}=${token}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax; Secure`,
    ])
    const body = await answer.text()
    expect(Object.keys(JSON.parse(body) as Json)).toEqual(['user'])
    expect(body).not.toContain(token)
    expect(await sessionsOf(given, { Cookie: `${COOKIE}=${token}` })).toMatchObject([{ is_current: true }, {}])
  })

  it('gives a cookie without prefix and Secure where there is no TLS', async () => {
    const given = house({ settings: { publicUrl: 'http://localhost:8000' } })
    await member(given, 'ann')
    const answer = await logIn(given, 'ann@example.org', { Origin: 'http://localhost:8000' })
    const token = String(cookieSetBy(answer, 'soundhub'))
    expect(answer.headers.getSetCookie()).toEqual([
      `soundhub=${token}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax`,
    ])
    expect(await isOpen(given, { Cookie: `soundhub=${token}` })).toBe(true)
    expect(await isOpen(given, { Cookie: `${COOKIE}=${token}` })).toBe(false)
  })

  it('has the root as its path under a path, too', async () => {
    const given = house({ settings: { publicUrl: 'https://soundhub.example/music' } })
    await member(given, 'ann')
    expect((await logIn(given, 'ann@example.org')).headers.get('Set-Cookie')).toContain('; Path=/; ')
  })

  it.each(['google', 'facebook'] as const)('by %s gives a cookie, at the first time and later', async (provider) => {
    const given = house()
    const email = 'ann@example.org' as EmailAddress
    const issue = () =>
      provider === 'google'
        ? { token: given.world.google.issue({ subject: '7', email }) }
        : { access_token: given.world.facebook.issue({ subject: '7', email }), facebook_user_id: '7' }
    for (const status of [201, 200]) {
      const fields = { ...issue(), nickname: 'ann', instrument: 'Guitar' }
      const answer = await post(given.app, `/user/${provider}_login`, fields, { ...ASKING, ...OWN })
      expect([answer.status, Object.keys(await jsonOf(answer))]).toEqual([status, ['user']])
      expect(await isOpen(given, { Cookie: `${COOKIE}=${String(cookieSetBy(answer))}` })).toBe(true)
    }
  })

  it('that an app does gives the token and no cookie, whatever else it says in the header', async () => {
    const given = house()
    await member(given, 'ann')
    for (const header of [undefined, '', 'token', 'Cookie', 'cookies']) {
      const headers = header === undefined ? {} : { 'Soundhub-Session': header }
      const fields = { email: 'ann@example.org', password: 'seven-strings' }
      const answer = await ask(given, '/user/login', { fields, headers })
      expect((await jsonOf(answer)).token).toMatch(TOKEN)
      expect(cookieSetBy(answer)).toBeNull()
    }
  })

  it('ends the session whose cookie it replaces, and no other', async () => {
    const given = house()
    const app = await member(given, 'ann')
    const first = await visitor(given, 'bob')
    const second = { Cookie: `${COOKIE}=${String(cookieSetBy(await logIn(given, 'ann@example.org', first)))}` }
    expect([await isOpen(given, first), await isOpen(given, second), await isOpen(given, app)]).toEqual([
      false,
      true,
      true,
    ])
    for (let times = 0; times < 3; times += 1) {
      const again = await logIn(given, 'ann@example.org', second)
      Object.assign(second, { Cookie: `${COOKIE}=${String(cookieSetBy(again))}` })
    }
    expect(await sessionsOf(given, second)).toHaveLength(2)
  })

  it('that is refused leaves the session that is there', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    const answer = await logIn(given, 'ann@example.org', ann, 'eight-strings')
    expect([answer.status, cookieSetBy(answer)]).toEqual([401, null])
    expect(await isOpen(given, ann)).toBe(true)
  })

  it('is not kept from by a cookie that is over', async () => {
    const given = house()
    await member(given, 'ann')
    const answer = await logIn(given, 'ann@example.org', { Cookie: `${COOKIE}=${'0'.repeat(40)}` })
    expect([answer.status, cookieSetBy(answer)]).toEqual([200, expect.stringMatching(TOKEN)])
  })
})
