import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#domain/shared/instant.ts'
import { ask } from './asking.ts'
import { house, jsonOf, member, post, postTrack } from './house.ts'
import { CLEARED, COOKIE, cookieSetBy, isOpen, OWN, sessionsOf, visitor } from './page-scenes.ts'

describe('a cookie', () => {
  it('is found among others, and is not looked at beside a token', async () => {
    const given = house()
    const bob = await member(given, 'bob')
    const ann = await visitor(given, 'ann')
    const crowd = { Cookie: `_ga=GA1.2; x${ann.Cookie}; ${COOKIE}2=no;\t${ann.Cookie} ; theme=dark` }
    expect((await jsonOf(await ask(given, '/user/2', { headers: crowd }))).email).toBe('ann@example.org')
    expect((await jsonOf(await ask(given, '/user/2', { headers: { ...ann, ...bob } }))).email).toBeNull()
    const wrong = { ...ann, Authorization: 'Token x' }
    expect((await ask(given, '/post', { headers: wrong })).status).toBe(401)
    // Of a proxy that asks everybody for a password of its own.
    const basic = { ...ann, Authorization: 'Basic YTpi' }
    expect((await jsonOf(await ask(given, '/user/2', { headers: basic }))).email).toBe('ann@example.org')
    const logOut = { method: 'POST', headers: { ...ann, ...bob } }
    expect(cookieSetBy(await ask(given, '/user/logout', logOut))).toBeNull()
    expect([await isOpen(given, ann), await isOpen(given, bob)]).toEqual([true, false])
  })

  it.each(['logging out', 'ending the session', 'deleting the account'])('is cleared by %s', async (way) => {
    const given = house()
    const headers = { ...(await visitor(given, 'ann')), ...OWN }
    const [session] = await sessionsOf(given, headers)
    const [method, path] = {
      'logging out': ['POST', '/user/logout'],
      'ending the session': ['DELETE', `/user/sessions/${String(session?.id)}`],
      'deleting the account': ['DELETE', '/user/1'],
    }[way] as [string, string]
    const answer = await ask(given, path, { method, headers })
    expect([answer.ok, answer.headers.getSetCookie()]).toEqual([true, [CLEARED]])
    expect(await isOpen(given, headers)).toBe(false)
  })

  it('stays when another session of its owner ends', async () => {
    const given = house()
    const headers = { ...(await visitor(given, 'ann')), ...OWN }
    await post(given.app, '/user/login', { email: 'ann@example.org', password: 'seven-strings' })
    const other = (await sessionsOf(given, headers)).find(({ is_current: isCurrent }) => isCurrent === false)
    const answer = await ask(given, `/user/sessions/${String(other?.id)}`, { method: 'DELETE', headers })
    expect([answer.status, cookieSetBy(answer), await isOpen(given, headers)]).toEqual([204, null, true])
  })

  it('lives on with its session, whatever is read', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    await postTrack(given, { ...ann, ...OWN })
    const etag = (await ask(given, '/post', { headers: ann })).headers.get('ETag') ?? ''
    const reads = ['/post', '/post/1/waveform', '/user/sessions', '/post/999', '/user/1']
    for (const path of reads) {
      expect([path, cookieSetBy(await ask(given, path, { headers: ann }))]).toEqual([path, null])
      given.world.clock.advance(HOUR)
      const answer = await ask(given, path, { headers: { ...ann, 'If-None-Match': etag } })
      expect([path, `${COOKIE}=${String(cookieSetBy(answer))}`]).toEqual([path, ann.Cookie])
      expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=2592000')
      expect(answer.headers.get('Cache-Control')).toMatch(/^(private, no-cache|no-store)$/)
    }
    expect((await ask(given, '/post', { headers: { ...ann, 'If-None-Match': etag } })).status).toBe(304)
    given.world.clock.advance(30 * DAY - 1)
    expect(await isOpen(given, ann)).toBe(true)
  })

  it('makes an answer its owner’s: no shared cache keeps it, and nobody else is given it', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    const [own, others] = [await ask(given, '/user/1', { headers: ann }), await ask(given, '/user/1')]
    expect([own, others].map(({ headers }) => [headers.get('Cache-Control'), headers.get('Vary')])).toEqual([
      ['private, no-cache', 'Authorization, Cookie'],
      ['no-cache', 'Authorization, Cookie'],
    ])
    expect([(await jsonOf(own)).email, (await jsonOf(others)).email]).toEqual(['ann@example.org', null])
    expect(own.headers.get('ETag')).not.toBe(others.headers.get('ETag'))
    const stranger = await ask(given, '/user/1', { headers: { Cookie: '_ga=GA1.2' } })
    expect(stranger.headers.get('Cache-Control')).toBe('no-cache')
  })

  it('is in no log, no report and no answer but the one that sets it', async () => {
    const given = house({
      posts: {
        read: () => {
          throw new Error('broken')
        },
      },
    })
    const ann = await visitor(given, 'ann')
    const token = ann.Cookie.slice(COOKIE.length + 1)
    const answers = [
      await ask(given, '/post/1', { headers: ann }),
      await ask(given, '/user/sessions', { headers: ann }),
      await ask(given, '/post', { method: 'POST', headers: ann }),
      await ask(given, '/post', { method: 'POST', headers: { ...ann, ...OWN } }),
    ]
    given.world.outage.breakDown('database')
    answers.push(await ask(given, '/user/1', { headers: ann }))
    expect(answers.map(({ status }) => status)).toEqual([500, 200, 403, 400, 503])
    const told = [
      given.lines,
      given.requests,
      given.errorReporter.reports(),
      await Promise.all(answers.map((one) => one.text())),
    ]
    expect(given.lines.map(({ level }) => level)).toEqual(['error', 'warn'])
    for (const one of told) expect(inspect(one, { depth: null, maxStringLength: null })).not.toContain(token)
  })
})
