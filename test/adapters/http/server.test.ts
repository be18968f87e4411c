import { inspect } from 'node:util'
import { err, ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import { serve } from '#adapters/http/server/server.ts'
import { dial, head, type Line } from './dial.ts'
import { house, onSocket } from './house.ts'

const waitThen = <Refusal>(waiting: Promise<void>, refusal: Refusal): ResultAsync<never, Refusal> =>
  new ResultAsync(waiting.then(() => err(refusal)))

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const begin = async () => {
  const given = house()
  const server = await onSocket(given, { closingMs: 100 })
  const line = await dial(server)
  closing.push(() => server.close(), line.cut)
  return { given, server, line }
}

const stillServes = async (line: Line): Promise<void> => {
  await line.send(head('GET /healthz', {}))
  expect((await line.answer()).status).toBe(200)
}

describe('the server', () => {
  it('answers a request it cannot read with a problem', async () => {
    const { line, given } = await begin()
    await line.send('GET /user/activate?activation_key=secret HTTP/1.1\r\nHost: a b/c\r\n\r\n')
    const answer = await line.answer()
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json'])
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'REQUEST_MALFORMED' })
    expect(given.lines).toMatchObject([{ level: 'warn' }])
    expect(inspect(given.lines, { depth: null })).not.toContain('secret')
  })

  it('answers a fault outside of the app as one inside', async () => {
    const given = house()
    const app = Object.assign(given.app, { fetch: () => Promise.reject(new Error('secret')) })
    const server = await onSocket({ ...given, app })
    const line = await dial(server)
    closing.push(() => server.close(), line.cut)
    await line.send(head('GET /healthz', {}))
    const answer = await line.answer()
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([500, 'INTERNAL_ERROR'])
    expect(answer.body).not.toContain('secret')
    expect(given.lines).toMatchObject([{ level: 'error' }])
  })

  it('refuses a port that is taken', async () => {
    const { given, server } = await begin()
    const settings = { publicUrl: 'http://localhost' }
    const again = serve({ app: given.app, host: server.host, port: server.port, settings, log: given.log })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('lets an answer under way end when it closes, and idle connections go at once', async () => {
    const waiting = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const given = house({ checks: [] })
    const slow = house({
      posts: {
        read: (id) => {
          reached.resolve()
          return given.core.posts.read(id).orElse((refusal) => waitThen(waiting.promise, refusal))
        },
      },
    })
    const server = await onSocket(slow)
    const idle = await dial(server)
    await stillServes(idle)
    const busy = await dial(server)
    await busy.send(head('GET /post/1', {}))
    await reached.promise
    const closed = server.close()
    await idle.closed
    waiting.resolve()
    expect((await busy.answer()).status).toBe(404)
    await closed
    await busy.closed
    await expect(dial(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('does not wait for ever when it closes', async () => {
    const reached = Promise.withResolvers<void>()
    const given = house()
    const stuck = house({
      posts: {
        read: (id) => {
          reached.resolve()
          return given.core.posts.read(id).orElse((refusal) => waitThen(new Promise(() => undefined), refusal))
        },
      },
    })
    const server = await onSocket(stuck, { closingMs: 20 })
    const line = await dial(server)
    await line.send(head('GET /post/1', {}))
    await reached.promise
    await server.close()
    await line.closed
  })
})
