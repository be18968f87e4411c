import { err, ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpServer } from '#adapters/http/server/server.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'
import { until } from '#test/story/until.ts'
import { dial, head, type Line, type RawAnswer } from './dial.ts'
import { house, onSocket } from './house.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** Longer than any case takes: the server goes on listening until its case has seen what it wants. */
const LONG = 3_000

const line = async (server: HttpServer): Promise<Line> => {
  const dialled = await dial(server)
  ends.push(dialled.cut)
  return dialled
}

const get = async (on: Line, path: string): Promise<RawAnswer> => {
  await on.send(head(`GET ${path}`, {}))
  return on.answer()
}

/** A server with one request that it has accepted and not answered. */
const busy = async () => {
  const [reached, mayEnd] = [gate(), gate()]
  const { core } = house()
  const given = house({
    posts: {
      read: (id) =>
        core.posts.read(id).orElse((refusal) => {
          reached.open()
          return new ResultAsync(mayEnd.opened.then(() => err(refusal)))
        }),
    },
  })
  const server = await onSocket(given, { closingMs: 5_000 })
  ends.push(mayEnd.open, () => server.close())
  const accepted = await line(server)
  await accepted.send(head('GET /post/1', {}))
  await reached.opened
  return { server, accepted, mayEnd }
}

describe('a server that ends', () => {
  it('says so at once to whoever asks whether it is ready, on old connections and on new ones', async () => {
    const { server } = await busy()
    const known = await line(server)
    expect((await get(known, '/readyz')).status).toBe(200)
    void server.close({ drainMs: LONG })
    for (const asking of [known, await line(server)]) {
      const { status, headers, body } = await get(asking, '/readyz')
      expect([status, headers['connection']]).toEqual([503, 'close'])
      expect(JSON.parse(body).checks).toEqual([{ name: 'server', ok: false, detail: 'ending' }])
      await asking.closed
    }
  })

  it('goes on answering for a while, each connection once more', async () => {
    const { server, accepted, mayEnd } = await busy()
    const known = await line(server)
    expect((await get(known, '/healthz')).headers['connection']).not.toBe('close')
    void server.close({ drainMs: LONG })
    const { status, headers } = await get(known, '/healthz')
    expect([status, headers['connection']]).toEqual([200, 'close'])
    mayEnd.open()
    const last = await accepted.answer()
    expect([last.status, last.headers['connection']]).toEqual([404, 'close'])
  })

  it('then takes nobody in, lets what it accepted end, and does not wait for connections that never asked', async () => {
    const { server, accepted, mayEnd } = await busy()
    const [unused, idle] = [await line(server), await line(server)]
    expect((await get(idle, '/healthz')).status).toBe(200)
    const closed = server.close({ drainMs: 1 })
    await Promise.all([unused.closed, idle.closed])
    await expect(dial(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    mayEnd.open()
    expect((await accepted.answer()).status).toBe(404)
    await closed
    await server.close()
  })
})

/** The head of a request whose body does not come. */
const bodyless = async () => {
  const given = house()
  const server = await onSocket(given, { slowBodyMs: 100, lingerMs: 50 })
  ends.push(() => server.close())
  const sending = await line(server)
  await sending.send(head('POST /user/login', { 'Content-Type': 'application/json', 'Content-Length': 200_000 }))
  return sending
}

describe('a body', () => {
  it('that comes too slowly is answered with 408, and its connection is over', async () => {
    const sending = await bodyless()
    await sending.send('{')
    const { status, headers, body } = await sending.answer()
    expect([status, headers['connection']]).toEqual([408, 'close'])
    expect(JSON.parse(body)).toMatchObject({ code: 'REQUEST_TIMEOUT' })
    await sending.closed
  })
})

describe('connections', () => {
  it('beyond the maximum are told to try again, and the others go on', async () => {
    const server = await onSocket(house(), {}, { connections: 2 })
    ends.push(() => server.close())
    const first = [await line(server), await line(server)]
    for (const one of first) expect((await get(one, '/healthz')).status).toBe(200)
    const excess = await line(server)
    const { status, headers, body } = await get(excess, '/healthz')
    expect([status, headers['retry-after'], headers['connection']]).toEqual([503, '5', 'close'])
    expect(JSON.parse(body)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    await excess.closed
    for (const one of first) expect((await get(one, '/healthz')).status).toBe(200)
    first[0]!.cut()
    await until('the server has noticed', async () =>
      (await get(await line(server), '/healthz')).status === 200 ? true : undefined,
    )
  })
})
