import { okAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { HttpEnv } from '#adapters/http/dependencies.ts'
import { endpointsOf } from '#adapters/http/endpoint/endpoint.ts'
import { json, NO_STORE } from '#adapters/http/reply/reply.ts'
import { commentTrack, house, jsonOf, member, onSocket, postTrack } from './house.ts'

const READ = [
  '/',
  '/home',
  '/home/genre/rock',
  '/home/instrument/guitar',
  '/search?keyword=b',
  '/post',
  '/post?ordering=-num_liked',
  '/post/1',
  '/post/1/comments',
  '/post/comment/1',
  '/user',
  '/user/1',
]

const whole = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  await postTrack(given, ann)
  await commentTrack(given, 1, ann)
  const get = (path: string, headers: object = {}, method = 'GET') =>
    given.app.request(path, { method, headers: { ...headers } })
  return { given, ann, get }
}

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

describe('what is read', () => {
  it.each(READ)('%s has a tag, and is not sent again to whoever has it', async (path) => {
    const { get } = await whole()
    const first = await get(path)
    const etag = first.headers.get('ETag') ?? ''
    expect([first.status, first.headers.get('Cache-Control')]).toEqual([200, 'no-cache'])
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    for (const known of [etag, `W/${etag}`, `"a, b" , W/"x",${etag}`, ' * ']) {
      const again = await get(path, { 'If-None-Match': known })
      expect([known, again.status, await again.text()]).toEqual([known, 304, ''])
      expect(['ETag', 'Cache-Control', 'Vary'].map((name) => again.headers.get(name))).toEqual([
        etag,
        'no-cache',
        first.headers.get('Vary'),
      ])
      expect(again.headers.get('Content-Type')).toBeNull()
      expect(again.headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
    for (const other of ['"x"', etag.slice(1, -1), `"${etag}`, 'W/"', '"*"', ''])
      expect([other, (await get(path, { 'If-None-Match': other })).status]).toEqual([other, 200])
  })

  it.each(READ)('%s has the tag of its bytes, and gets another one with other bytes', async (path) => {
    const { given, ann, get } = await whole()
    const before = await get(path)
    expect((await get(path)).headers.get('ETag')).toBe(before.headers.get('ETag'))
    // As many bytes as before.
    const changed = new URLSearchParams({ title: 'Grey' })
    await given.app.request('/post/1', { method: 'PATCH', headers: ann, body: changed })
    await given.app.request('/user/1', {
      method: 'PATCH',
      headers: ann,
      body: new URLSearchParams({ nickname: 'eve' }),
    })
    const after = await get(path, { 'If-None-Match': before.headers.get('ETag') })
    expect(after.status).toBe(200)
    expect(await after.text()).not.toBe(await before.text())
    expect(after.headers.get('ETag')).not.toBe(before.headers.get('ETag'))
  })

  it.each([...READ, '/healthz', '/user/activate?activation_key=x', '/nothing'])(
    '%s shows to HEAD what it shows to GET, but no body',
    async (path) => {
      const { given } = await whole()
      const server = await onSocket(given, { closingMs: 100 })
      closing.push(() => server.close())
      const ask = async (method: string) => {
        const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method })
        const { date: _, connection: __, 'keep-alive': ___, ...headers } = Object.fromEntries(answer.headers)
        return { status: answer.status, headers, body: await answer.text() }
      }
      const [get, headOnly] = [await ask('GET'), await ask('HEAD')]
      expect([headOnly.status, headOnly.body]).toEqual([get.status, ''])
      // What is not to be kept may leave its length out, RFC 9110 §9.3.2.
      const { 'content-length': length, ...others } = get.headers
      const { 'content-length': told, ...same } = headOnly.headers
      expect(same).toEqual(others)
      expect(told).toBe(get.headers['cache-control'] === 'no-store' ? undefined : length)
    },
  )

  it('is known to HEAD as to GET', async () => {
    const { get } = await whole()
    const etag = (await get('/post', {}, 'HEAD')).headers.get('ETag')
    expect((await get('/post', {}, 'GET')).headers.get('ETag')).toBe(etag)
    expect((await get('/post', { 'If-None-Match': etag }, 'HEAD')).status).toBe(304)
  })

  it('by somebody is theirs: no shared cache keeps it, and nobody else is given it', async () => {
    const { ann, get } = await whole()
    const [own, others] = [await get('/user/1', ann), await get('/user/1')]
    expect([own.headers.get('Cache-Control'), others.headers.get('Cache-Control')]).toEqual([
      'private, no-cache',
      'no-cache',
    ])
    expect([own.headers.get('Vary'), others.headers.get('Vary')]).toEqual([
      'Authorization, Cookie',
      'Authorization, Cookie',
    ])
    expect((await jsonOf(own)).email).toBe('ann@example.org')
    expect((await get('/user/1', { 'If-None-Match': own.headers.get('ETag') })).status).toBe(200)
  })

  it('in a box of messages is its owner’s, and is not sent again either', async () => {
    const { given, ann, get } = await whole()
    await member(given, 'bob')
    const fields = new URLSearchParams({ to_user: '2', content: 'Hello' })
    await given.app.request('/message', { method: 'POST', headers: ann, body: fields })
    for (const path of ['/message/sent', '/message/sent/1', '/message/inbox']) {
      const { headers } = await get(path, ann)
      expect([path, headers.get('Cache-Control'), headers.get('Vary')]).toEqual([
        path,
        'private, no-cache',
        'Authorization, Cookie',
      ])
      expect((await get(path, { ...ann, 'If-None-Match': headers.get('ETag') })).status).toBe(304)
    }
  })

  it('has no tag where it is not to be kept', async () => {
    const { ann, get } = await whole()
    for (const path of ['/healthz', '/user/sessions']) {
      const answer = await get(path, { ...ann, 'If-None-Match': '*' })
      expect([answer.status, answer.headers.get('ETag'), answer.headers.get('Cache-Control')]).toEqual([
        200,
        null,
        'no-store',
      ])
    }
  })
})

describe('what is written', () => {
  it('has no tag, and nothing that is said of tags changes it', async () => {
    const { given, ann } = await whole()
    const body = new URLSearchParams({ title: 'Green' })
    const changed = await given.app.request('/post/1', {
      method: 'PATCH',
      headers: { ...ann, 'If-None-Match': '*' },
      body,
    })
    expect([changed.status, changed.headers.get('ETag')]).toEqual([200, null])
    expect(await jsonOf(changed)).toMatchObject({ title: 'Green' })
  })
})

describe('a refusal', () => {
  it('is kept by nobody, and was chosen by language, and by who asked where that is asked', async () => {
    const { get } = await whole()
    for (const [path, vary] of [
      ['/post/999', 'Authorization, Cookie, Accept-Language'],
      ['/nothing', 'Accept-Language'],
      ['/media/nothing', 'Accept-Language'],
    ] as const) {
      const answer = await get(path, { 'If-None-Match': '*' })
      expect([path, answer.status, answer.headers.get('Vary'), answer.headers.get('Cache-Control')]).toEqual([
        path,
        404,
        vary,
        'no-store',
      ])
      expect(answer.headers.get('ETag')).toBeNull()
    }
  })
})

/** An app with one endpoint more than there are. */
const withNew = (headers?: typeof NO_STORE) => {
  const app = new OpenAPIHono<HttpEnv>()
  const { endpoint } = endpointsOf(house().deps, app)
  endpoint(
    { methods: ['get'], path: '/new', tag: 'posts', summary: 'New', access: 'anyone', answers: [], refuses: [] },
    () => okAsync(json(200, { a: 1 }, headers)),
  )
  return app
}

describe('an endpoint that knows nothing of caches', () => {
  it('has a tag, a 304, Vary and the headers of every answer all the same', async () => {
    const app = withNew()
    const answer = await app.request('/new')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: expect.stringMatching(/^"[\w-]{27}"$/) as string,
      vary: 'Authorization, Cookie',
      'x-content-type-options': 'nosniff',
    })
    expect((await app.request('/new', { headers: { 'If-None-Match': answer.headers.get('ETag')! } })).status).toBe(304)
  })

  it('has none of it kept where it says so', async () => {
    expect((await withNew(NO_STORE).request('/new')).headers.get('ETag')).toBeNull()
  })
})
