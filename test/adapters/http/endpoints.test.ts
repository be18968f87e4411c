import { describe, expect, it } from 'vitest'
import { commentTrack, house, jsonOf, member, post, postTrack } from './house.ts'

const whole = async () => {
  const given = house({ checks: [{ name: 'database', ok: true, detail: 'answers' }] })
  const author = await member(given, 'ann')
  await postTrack(given, author)
  await commentTrack(given, 1, author)
  return { given, app: given.app, author }
}

describe('a path', () => {
  it('answers the same with and without a slash at its end', async () => {
    const { app } = await whole()
    for (const path of [
      '/healthz',
      '/readyz',
      '/post',
      '/post/1',
      '/post/1/comments',
      '/post/comment/1',
      '/user',
      '/user/1',
      '/user/sessions',
      '/user/activate',
      '/user/signup',
      '/user/password',
      '/user/not_me',
    ]) {
      const [bare, slash] = await Promise.all([app.request(path), app.request(`${path}/`)])
      expect([path, slash.status]).toEqual([path, bare.status])
      expect((await slash.text()).replaceAll(`${path}/?`, `${path}?`)).toBe(await bare.text())
    }
  })

  it.each([
    '/post/0',
    '/post/-1',
    '/post/1.5',
    '/post/x',
    '/post/99999999999',
    '/post/1e1',
    '/post/comment/x',
    '/post/%31%32x',
  ])('with an id that is none is unknown: %s', async (path) => {
    const { app } = await whole()
    const answer = await app.request(path)
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([404, 'NOT_FOUND'])
  })

  it.each([
    '//',
    '/nothing',
    '/post/1/2',
    '/post/1/mix/3',
    '/post//',
    '/user/nobody',
    '/user/1/nothing',
    '/user//sessions',
    '/media',
    '/media/',
    '/POST',
    '/docs/x/y',
    '/%',
    '/post/%ff',
  ])('that is not there is 404: %s', async (path) => {
    const answer = await house().app.request(path)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
  })

  it.each([
    ['PUT', '/post', 'GET, HEAD, POST'],
    ['DELETE', '/post/', 'GET, HEAD, POST'],
    ['PUT', '/post/1', 'GET, HEAD, POST, PATCH, DELETE'],
    ['POST', '/post/1/mix', 'PATCH, PUT'],
    ['GET', '/post/1/mix/', 'PATCH, PUT'],
    ['HEAD', '/post/1/mix', 'PATCH, PUT'],
    ['GET', '/user/login', 'POST'],
    ['GET', '/user/google_login', 'POST'],
    ['GET', '/user/logout', 'POST'],
    ['POST', '/user', 'GET, HEAD'],
    ['PUT', '/user/1', 'GET, HEAD, POST, PATCH, DELETE'],
    ['DELETE', '/user/sessions', 'GET, HEAD'],
    ['GET', '/user/sessions/1', 'DELETE'],
    ['PATCH', '/user/password', 'GET, HEAD, PUT, POST'],
    ['PUT', '/user/signup/', 'POST, GET, HEAD'],
    ['GET', '/user/1/suspension', 'PUT, DELETE'],
    ['DELETE', '/user/activate', 'GET, HEAD, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/media/user_1/Post_1/track.wav', 'GET, HEAD'],
    ['BREW', '/post', 'GET, HEAD, POST'],
  ])('does not take %s %s, and tells what it takes', async (method, path, allowed) => {
    const answer = await house().app.request(path, { method })
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, allowed])
  })

  it('takes HEAD where it takes GET, and says nothing', async () => {
    const { app } = await whole()
    for (const path of ['/post', '/post/1', '/post/99', '/post/1/comments', '/healthz']) {
      const [get, head] = await Promise.all([app.request(path), app.request(path, { method: 'HEAD' })])
      expect([path, head.status, head.headers.get('Content-Type')]).toEqual([
        path,
        get.status,
        get.headers.get('Content-Type'),
      ])
      expect(await head.text()).toBe('')
    }
  })
})

describe('every answer', () => {
  it('has the headers that keep a browser from guessing', async () => {
    const { given, app, author } = await whole()
    const track = String((await jsonOf(await app.request('/post/1'))).author_track)
    const broken = house({
      posts: {
        read: () => {
          throw new Error('broken')
        },
      },
    })
    const answers = {
      list: await app.request('/post'),
      created: await post(app, '/user/signup', {}),
      page: await app.request('/user/activate'),
      media: await app.request(`/media/${track}`),
      known: await app.request(`/media/${track}`, { headers: { 'If-None-Match': '*' } }),
      part: await app.request(`/media/${track}`, { headers: { Range: 'bytes=0-1' } }),
      outside: await app.request(`/media/${track}`, { headers: { Range: 'bytes=99999-' } }),
      unknown: await app.request('/nothing'),
      method: await app.request('/post', { method: 'PUT' }),
      head: await app.request('/post', { method: 'HEAD' }),
      fault: await broken.app.request('/post/1'),
      gone: await app.request('/post/1', { method: 'DELETE', headers: author }),
    }
    expect(Object.values(answers).map(({ status }) => status)).toEqual([
      200, 400, 404, 200, 304, 206, 416, 404, 405, 200, 500, 204,
    ])
    for (const [name, { headers }] of Object.entries(answers)) {
      const seen = (header: string) => `${name}: ${headers.get(header)}`
      expect(seen('X-Content-Type-Options')).toBe(`${name}: nosniff`)
      expect(seen('X-Frame-Options')).toBe(`${name}: DENY`)
      expect(seen('Referrer-Policy')).toBe(`${name}: ${name === 'page' ? 'strict-origin' : 'no-referrer'}`)
      expect(seen('Content-Security-Policy')).toContain("default-src 'none'")
      expect(seen('Cache-Control')).not.toBe(`${name}: null`)
      expect(seen('X-Powered-By')).toBe(`${name}: null`)
      expect(seen('Server')).toBe(`${name}: null`)
    }
    expect(given.lines).toEqual([])
  })
})

describe('the watchers', () => {
  it('hear that it is alive, and whether it can work', async () => {
    const checks = [
      { name: 'database', ok: true, detail: 'answers' },
      { name: 'audio', ok: false, detail: 'no ffmpeg' },
    ] as const
    expect(await jsonOf(await house().app.request('/healthz'))).toEqual({ status: 'ok' })
    expect((await house({ checks: checks.slice(0, 1) }).app.request('/readyz')).status).toBe(200)
    const answer = await house({ checks }).app.request('/readyz')
    expect([answer.status, answer.headers.get('Cache-Control'), await answer.json()]).toEqual([
      503,
      'no-store',
      { status: 'unavailable', checks },
    ])
  })
})
