import { describe, expect, it } from 'vitest'
import { documentOf } from './document/operations.ts'
import { house, jsonOf, member, postTrack } from './house.ts'

const APP = 'https://app.example'
const OTHER = 'https://evil.example'

const whole = async (corsOrigins: readonly string[]) => {
  const given = house({ settings: { corsOrigins } })
  const ann = await member(given, 'ann')
  const { author_track: track } = await postTrack(given, ann)
  const ask = (path: string, headers: object, method = 'GET') =>
    given.app.request(path, { method, headers: { ...headers } })
  return { given, ann, track: `/media/${String(track)}`, ask }
}

const allowedBy = (answer: Response): string | null => answer.headers.get('Access-Control-Allow-Origin')

const allowing = (answer: Response): string[] =>
  [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))

/** Every route there is, with its parameters filled in. */
const routes = async (): Promise<readonly (readonly [string, string])[]> => {
  const { given } = await whole([])
  return (await documentOf(given.app)).map(
    ({ method, path }) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1')] as const,
  )
}

describe('pages of another origin', () => {
  it('are let in nowhere unless a setting says so', async () => {
    const { ask, track } = await whole([])
    for (const path of ['/post', '/post/999', '/nothing', track]) {
      const answer = await ask(path, { Origin: APP })
      expect(allowing(answer)).toEqual([])
      expect(answer.headers.get('Vary') ?? '').not.toContain('Origin')
    }
    const preflight = await ask('/post', { Origin: APP, 'Access-Control-Request-Method': 'POST' }, 'OPTIONS')
    expect([preflight.status, allowing(preflight)]).toEqual([405, []])
  })

  it('are let in everywhere, refusals included, if theirs is named', async () => {
    const { ask, ann, track } = await whole(['https://first.example', APP])
    for (const [path, headers, status] of [
      ['/post', {}, 200],
      ['/post/1', ann, 200],
      ['/post', { 'If-None-Match': '*' }, 304],
      ['/post/999', {}, 404],
      ['/post', { Authorization: 'Token x' }, 401],
      ['/nothing', {}, 404],
      [track, {}, 200],
      [track, { Range: 'bytes=0-1' }, 206],
      [track, { 'If-None-Match': '*' }, 304],
    ] as const) {
      const answer = await ask(path, { ...headers, Origin: APP })
      expect([path, answer.status, allowedBy(answer)]).toEqual([path, status, APP])
      expect(
        answer.headers
          .get('Vary')
          ?.split(', ')
          .filter((one) => one === 'Origin'),
      ).toEqual(['Origin'])
      expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
      const exposed = answer.headers.get('Access-Control-Expose-Headers')?.split(',') ?? []
      for (const name of ['ETag', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'Location', 'Content-Range'])
        expect(exposed).toContain(name)
    }
    expect(await jsonOf(await ask('/post/1', { Origin: APP }))).toMatchObject({ id: 1 })
  })

  it('are not let in if theirs is not named; a cache is told that it depends', async () => {
    const { ask, track } = await whole([APP])
    for (const path of ['/post', '/nothing', track])
      for (const origin of [OTHER, 'null', `${APP}.evil.example`, 'http://app.example']) {
        const answer = await ask(path, { Origin: origin })
        expect([path, origin, allowedBy(answer)]).toEqual([path, origin, null])
        expect(answer.headers.get('Vary')).toMatch(/(^|, )Origin($|,)/)
        expect((await ask(path, {})).headers.get('Vary')).toMatch(/(^|, )Origin($|,)/)
      }
  })

  it('are let in whosesoever they are if the setting says so, and nothing depends on whose', async () => {
    const { ask } = await whole(['*'])
    const answer = await ask('/post', { Origin: OTHER })
    expect([allowedBy(answer), answer.headers.get('Vary')]).toEqual(['*', 'Authorization, Cookie'])
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })

  it('may ask beforehand for every route and method', async () => {
    const { ask } = await whole([APP])
    const all = await routes()
    expect(all.length).toBeGreaterThan(20)
    for (const [method, path] of all) {
      const wanted = { 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': 'authorization' }
      for (const one of [path, `${path}/`]) {
        const preflight = await ask(one, { Origin: APP, ...wanted }, 'OPTIONS')
        const header = (name: string) => preflight.headers.get(name)
        expect([method, one, preflight.status, allowedBy(preflight)]).toEqual([method, one, 204, APP])
        expect(header('Access-Control-Allow-Methods')?.split(',')).toContain(method)
        const taken = header('Access-Control-Allow-Headers')?.toLowerCase().split(',') ?? []
        for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'range'])
          expect(taken).toContain(name)
        expect(Number(header('Access-Control-Max-Age'))).toBeGreaterThan(0)
        expect([header('X-Content-Type-Options'), header('Content-Security-Policy')]).toEqual([
          'nosniff',
          expect.stringContaining("default-src 'none'"),
        ])
        const refused = await ask(one, { Origin: OTHER, ...wanted }, 'OPTIONS')
        expect(allowedBy(refused)).toBeNull()
      }
    }
  })

  it('may write', async () => {
    const { given, ann } = await whole([APP])
    const body = new URLSearchParams({ title: 'Green' })
    const answer = await given.app.request('/post/1', { method: 'PATCH', headers: { ...ann, Origin: APP }, body })
    expect([answer.status, allowedBy(answer)]).toEqual([200, APP])
    expect(await jsonOf(answer)).toMatchObject({ title: 'Green' })
  })
})

describe('every answer', () => {
  it.each(['/post', '/post/999', '/nothing', '/healthz', '/user/activate?activation_key=x', 'media'])(
    '%s tells a browser to guess nothing, frame nothing and tell nobody',
    async (path) => {
      const { ask, track } = await whole([])
      const answer = await ask(path === 'media' ? track : path, {})
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'") as string,
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': path.startsWith('/user/activate') ? 'strict-origin' : 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
    },
  )

  it('promises TLS only where there is TLS', async () => {
    const given = house({ settings: { publicUrl: 'http://localhost:8000' } })
    expect((await given.app.request('/healthz')).headers.get('Strict-Transport-Security')).toBeNull()
  })
})
