import { describe, expect, it } from 'vitest'
import type { Correlation } from '#application/shared/correlation.ts'
import { SystemCorrelation } from '#adapters/system/system-correlation.ts'
import { ask } from './asking.ts'
import { type Changes, type House, house, jsonOf, member, onSocket, post, postTrack } from './house.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const behindOne = (changes: Changes = {}) => house({ ...changes, settings: { trustedProxies: 1 } })
const lastOf = ({ requests }: House) => requests.at(-1)
const withId = (id: string) => ({ headers: { 'X-Request-Id': id } })

describe('whoever observes the requests', () => {
  it('hears once of each, by the pattern of its path and never by its ids', async () => {
    const given = house()
    const headers = await member(given, 'ann')
    const { id } = await postTrack(given, headers)
    const before = given.requests.length
    await ask(given, `/post/${String(id)}/`, { headers })
    await ask(given, `/post/${String(id)}`, { method: 'HEAD' })
    await ask(given, '/post/999')
    await ask(given, `/media/ann/${'f'.repeat(40)}/x.mp3?activation_key=secret`)
    const seen = given.requests.slice(before)
    expect(seen.map(({ method, route, status, problem }) => [method, route, status, problem])).toEqual([
      ['GET', '/post/{id}', 200, null],
      ['HEAD', '/post/{id}', 200, null],
      ['GET', '/post/{id}', 404, 'POST_NOT_FOUND'],
      ['GET', '/media/{path}', 404, 'MEDIA_NOT_FOUND'],
    ])
    expect(seen.map(({ userId }) => userId !== null)).toEqual([true, false, false, false])
    expect(new Set(seen.map(({ requestId }) => requestId)).size).toBe(4)
    for (const { requestId, milliseconds } of seen) {
      expect(requestId).toMatch(UUID)
      expect(milliseconds).toBeGreaterThan(0)
    }
  })

  it('hears of what no endpoint is for under one name', async () => {
    const given = house({ settings: { corsOrigins: ['https://app.example'] } })
    await ask(given, '/wp-admin/1')
    await ask(given, '/post', { method: 'DELETE' })
    await ask(given, '/post', {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'GET' },
    })
    expect(given.requests.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['GET', 'unmatched', 404],
      ['DELETE', 'unmatched', 405],
      ['OPTIONS', 'preflight', 204],
    ])
  })
})

describe('the id of a request', () => {
  it('is that of a proxy of ours, if it can stand in a log, a header and a URL', async () => {
    const given = behindOne()
    for (const id of ['8e03978e-40d5-43dd-bc93-6894a57f9324', 'f'.repeat(32), 'Root.1-67891233'])
      expect([await ask(given, '/healthz', withId(id)), lastOf(given)?.requestId][1]).toBe(id)
    for (const id of ['', 'short', 'with a blank', 'a'.repeat(65), 'semi;colon', '{"level":"fatal"}'])
      expect([await ask(given, '/healthz', withId(id)), lastOf(given)?.requestId][1]).toMatch(UUID)
  })

  it('is never what a stranger makes up', async () => {
    const given = house()
    await ask(given, '/healthz', withId('made-up-by-a-stranger'))
    expect(lastOf(given)?.requestId).toMatch(UUID)
  })

  it('is known to all that the request awaits, and to nothing else', async () => {
    const correlation: Correlation = new SystemCorrelation()
    const asked: (string | null)[] = []
    const given = behindOne({ correlation })
    const { rateLimiter } = given.world
    const watched = behindOne({
      correlation,
      ports: {
        rateLimiter: {
          ...rateLimiter,
          consume: (key, limit) => rateLimiter.consume(key, limit).andTee(() => asked.push(correlation.requestId())),
        },
      },
    })
    const signUp = async (nickname: string) =>
      post(
        watched.app,
        '/user/signup',
        {
          email: `${nickname}@example.org`,
          nickname,
          instrument: 'Bass',
          password1: 'seven-strings',
          password2: 'seven-strings',
        },
        { 'X-Request-Id': `${nickname}-request` },
      )
    await Promise.all(['annie', 'bobby'].map(signUp))
    expect(asked.map(String).toSorted((one, other) => one.localeCompare(other))).toEqual([
      ...Array(3).fill('annie-request'),
      ...Array(3).fill('bobby-request'),
    ])
    expect(correlation.requestId()).toBeNull()
  })
})

const failing = (error: Error): Changes => ({
  posts: {
    list: () => {
      throw error
    },
  },
})

describe('an error that nobody expected', () => {
  it('is reported with the route and the user, and the person gets the id of the request and nothing else', async () => {
    const error = new Error('the password is hunter2')
    const given = house(failing(error))
    const headers = await member(given, 'ann')
    const response = await ask(given, '/post?search=secret', { headers })
    const { requestId, userId } = lastOf(given)!
    expect(given.errorReporter.reports()).toEqual([{ error, refusal: null, requestId, where: 'GET /post', userId }])
    expect(userId).not.toBeNull()
    expect(given.lines).toMatchObject([
      { level: 'error', particulars: { requestId, method: 'GET', route: '/post', err: error } },
    ])
    const problem = await jsonOf(response)
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL_ERROR', instance: `urn:uuid:${requestId}` })
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|observed\.test/)
  })

  it('is told by an id of the proxy, in whatever form', async () => {
    const given = behindOne({ ...failing(new Error('no')) })
    const instances = []
    for (const id of ['8E03978e40d543ddbc936894a57f9324', 'frontend-42'])
      instances.push((await jsonOf(await ask(given, '/post', withId(id))))['instance'])
    expect(instances).toEqual(['urn:uuid:8e03978e-40d5-43dd-bc93-6894a57f9324', '#request-frontend-42'])
  })

  it('is reported where it happens on the way of a response, too', async () => {
    const given = house({
      media: {
        read: () => {
          throw new Error('gone')
        },
      },
    })
    const server = await onSocket(given)
    await fetch(`http://127.0.0.1:${server.port}/media/1/1/x.mp3`)
    await server.close()
    expect(given.errorReporter.reports()).toMatchObject([{ where: 'GET /media/{path}' }])
  })
})

describe('a refusal', () => {
  it('that operators should hear of is reported, with an instance for support', async () => {
    const given = house()
    given.world.outage.breakDown('database')
    const problem = await jsonOf(await ask(given, '/post'))
    const { requestId, status } = lastOf(given)!
    expect([status, problem['instance']]).toEqual([503, `urn:uuid:${requestId}`])
    expect(given.errorReporter.reports()).toMatchObject([{ refusal: 'Unavailable', requestId, where: 'GET /post' }])
  })

  it('of any other kind is not, and has none', async () => {
    const given = house()
    const problem = await jsonOf(await ask(given, '/post/999'))
    expect([problem['status'], 'instance' in problem, given.errorReporter.reports()]).toEqual([404, false, []])
  })
})
