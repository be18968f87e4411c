import { describe, expect, it } from 'vitest'
import { DAY } from '#domain/shared/instant.ts'
import { ask } from './asking.ts'
import { house, type House } from './house.ts'
import { CLEARED, COOKIE, cookieSetBy, OWN, visitor } from './page-scenes.ts'

/** Why a session is over, and the cookie that a browser goes on sending. */
const OVER: Readonly<Record<string, (given: House) => Promise<{ readonly Cookie: string }>>> = {
  'has expired': async (given) => {
    const ann = await visitor(given, 'ann')
    given.world.clock.advance(30 * DAY)
    return ann
  },
  'was ended elsewhere': async (given) => {
    const ann = await visitor(given, 'ann')
    await ask(given, '/user/logout', {
      method: 'POST',
      headers: { Authorization: `Token ${ann.Cookie.slice(COOKIE.length + 1)}` },
    })
    return ann
  },
  'is gone with its account': async (given) => {
    const ann = await visitor(given, 'ann')
    await ask(given, '/user/1', { method: 'DELETE', headers: { ...ann, ...OWN } })
    return ann
  },
  'never was': () => Promise.resolve({ Cookie: `${COOKIE}=${'0'.repeat(40)}` }),
  'is empty': () => Promise.resolve({ Cookie: `${COOKIE}=` }),
  'is anything': () => Promise.resolve({ Cookie: `${COOKIE}="; ${'x'.repeat(5_000)}` }),
}

describe('a cookie whose session is over', () => {
  it.each(Object.keys(OVER))('since it %s, counts as none where anybody may be, and is cleared', async (why) => {
    const given = house()
    const headers = await OVER[why]!(given)
    for (const path of ['/post', '/home', '/', '/user', '/search?keyword=b', '/post/7']) {
      const [answer, without] = [await ask(given, path, { headers }), await ask(given, path)]
      expect([path, answer.status, await answer.text()]).toEqual([path, without.status, await without.text()])
      expect(answer.headers.getSetCookie()).toEqual([CLEARED])
      expect(answer.headers.get('Cache-Control')).toMatch(/^(private, no-cache|no-store)$/)
      expect(without.headers.getSetCookie()).toEqual([])
    }
    const write = { method: 'PUT', fields: { email: 'ann@example.org' }, headers: { ...headers, ...OWN } }
    const asked = await ask(given, '/user/password', write)
    expect([asked.status, asked.headers.getSetCookie()]).toEqual([202, [CLEARED]])
  })

  it.each(Object.keys(OVER))('since it %s, is refused where somebody has to be known, and is cleared', async (why) => {
    const given = house()
    const headers = { ...(await OVER[why]!(given)), ...OWN }
    for (const [method, path] of [
      ['GET', '/user/sessions'],
      ['POST', '/post'],
      ['POST', '/user/logout'],
      ['POST', '/user/password'],
    ] as const) {
      const answer = await ask(
        given,
        path,
        method === 'GET' ? { headers } : { method, headers, fields: { password: 'x' } },
      )
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 401, [CLEARED]])
    }
  })

  it('is not cleared by an outage, which says nothing of the session', async () => {
    const given = house()
    const headers = await visitor(given, 'ann')
    given.world.outage.breakDown('database')
    const answer = await ask(given, '/post', { headers })
    expect([answer.status, cookieSetBy(answer)]).toEqual([503, null])
  })

  it('while a body arrives, is refused, and nobody else is taken for its owner', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    const headers = { ...ann, ...OWN, 'Content-Type': 'application/json' }
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await ask(given, '/user/logout', { method: 'POST', headers: { ...ann, ...OWN } })
          controller.enqueue(new TextEncoder().encode('{"email":"ann@example.org"}'))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const init = { method: 'PUT', headers, body, duplex: 'half' } as RequestInit
    const answer = await given.app.request('/user/password', init)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, [CLEARED]])
  })
})
