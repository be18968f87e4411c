import { once } from 'node:events'
import { connect } from 'node:net'
import { err, ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import type { Timeouts } from '#adapters/http/server/timeouts.ts'
import { chunk, dial, flood, head, type Line, type RawAnswer } from './dial.ts'
import { type Changes, house, onSocket, PUBLIC_URL } from './house.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const begin = async (timeouts: Partial<Timeouts> = {}, changes: Changes = {}) => {
  const given = house(changes)
  const server = await onSocket(given, { closingMs: 100, ...timeouts })
  const line = await dial(server)
  closing.push(() => server.close(), line.cut)
  return { given, server, line }
}

const codeOf = ({ body }: RawAnswer): unknown => JSON.parse(body).code

const expectProblem = (answer: RawAnswer, status: number, code: string): void => {
  expect([answer.status, answer.isWhole]).toEqual([status, true])
  expect(JSON.parse(answer.body)).toEqual({
    type: `${PUBLIC_URL}/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: expect.stringMatching(/^[A-Z]/),
    status,
    detail: expect.stringMatching(/\.$/),
    code,
  })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'content-language': 'en',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': expect.stringContaining('max-age'),
    date: expect.stringMatching(/ GMT$/),
  })
}

const stillServes = async (line: Line): Promise<void> => {
  await line.send(head('GET /healthz', {}))
  expect((await line.answer()).status).toBe(200)
}

/** A server on which a post is read as slowly as the test wants. */
const slow = async (timeouts: Partial<Timeouts> = {}) => {
  const [reached, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { core } = house()
  const read: typeof core.posts.read = (id) => {
    reached.resolve()
    return core.posts.read(id).orElse((refusal) => new ResultAsync(waiting.promise.then(() => err(refusal))))
  }
  return { ...(await begin(timeouts, { posts: { read } })), reached: reached.promise, goOn: waiting.resolve }
}

const MALFORMED = [400, 'REQUEST_MALFORMED'] as const
const TOO_LARGE = [431, 'HEAD_TOO_LARGE'] as const
const LONG = 'a'.repeat(20_000)

describe('what is no request', () => {
  it.each([
    ['a first line that is none', 'what is this\r\n\r\n', MALFORMED],
    ['a method nobody knows', 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n', MALFORMED],
    ['a length that is none', head('POST /user/login', { 'Content-Length': 'many' }), MALFORMED],
    ['bytes in the address that are not ASCII', head('GET /post/한', {}), MALFORMED],
    ['an address that is too long', head(`GET /posts?q=${LONG}`, {}), TOO_LARGE],
    ['a header that is too long', head('GET /posts', { Cookie: LONG }), TOO_LARGE],
  ] as const)('is answered with a problem, and the line closed: %s', async (_, text, [status, code]) => {
    const { line, given } = await begin()
    await line.send(text)
    const answer = await line.answer()
    expectProblem(answer, status, code)
    expect(answer.headers['connection']).toBe('close')
    await line.closed
    expect(given.lines).toEqual([])
  })

  it('is answered on a line that served before', async () => {
    const { line } = await begin()
    await stillServes(line)
    await line.send('what is this\r\n\r\n')
    expectProblem(await line.answer(), ...MALFORMED)
    await line.closed
  })

  it('is answered to whoever goes on sending', async () => {
    const { line } = await begin()
    await line.send(head('GET /posts', { Cookie: LONG }))
    expectProblem(await flood(line, Buffer.alloc(64 * 1024)), ...TOO_LARGE)
  })

  it('may go on for a while after its answer, and is then cut off', async () => {
    const { server } = await begin({ lingerMs: 800 })
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    const isClosed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined).resume()
    socket.write(head('GET /posts', { Cookie: LONG }))
    await once(socket, 'end')
    const answeredAt = performance.now()
    const sending = setInterval(() => socket.write(Buffer.alloc(1024)), 5)
    closing.push(() => clearInterval(sending))
    await isClosed
    expect(performance.now() - answeredAt).toBeGreaterThan(600)
  })

  it('is answered in time where it does not end', async () => {
    const { line } = await begin({ headersMs: 50 })
    await line.send('GET /posts HTTP/1.1\r\nHost: a\r\n')
    expectProblem(await line.answer(), 408, 'REQUEST_TIMEOUT')
    await line.closed
  })

  it('does no harm to the server where nobody waits for the answer', async () => {
    const { line, server, given } = await begin()
    for (let at = 0; at < 20; at++) {
      const rude = await dial(server)
      await rude.send('what is this\r\n\r\n')
      rude.cut()
      await rude.closed
    }
    await stillServes(line)
    expect(given.lines).toEqual([])
  })

  it('is answered after what is under way before it', async () => {
    const { line, reached, goOn } = await slow()
    await line.send(head('GET /post/1', {}))
    await reached
    await line.send('what is this\r\n\r\n')
    goOn()
    expect((await line.answer()).status).toBe(404)
    expectProblem(await line.answer(), ...MALFORMED)
    await line.closed
  })
})

describe('a body', () => {
  const CHUNKED = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }

  it('that is not framed as it says is answered with a problem, in the language of its head', async () => {
    const { line, given } = await begin()
    await line.send(head('POST /user/login', { ...CHUNKED, 'Accept-Language': 'ko' }))
    await line.send('what is this\r\n\r\n')
    const answer = await line.answer()
    expect([answer.status, codeOf(answer), answer.headers['content-language']]).toEqual([400, 'BODY_MALFORMED', 'ko'])
    await line.closed
    expect(given.lines).toEqual([])
  })

  it('that does not come in time is answered with a problem', async () => {
    const { line } = await begin({ headersMs: 50, requestMs: 50 })
    await line.send(head('POST /user/login', CHUNKED))
    expectProblem(await line.answer(), 408, 'REQUEST_TIMEOUT')
    await line.closed
  })

  it('that goes bad after it was answered is not answered again', async () => {
    const { line } = await begin({ lingerMs: 50 })
    await line.send(head('POST /post', CHUNKED))
    expect((await line.answer()).status).toBe(401)
    await line.send(Buffer.concat([chunk('{'), Buffer.from('what is this\r\n\r\n')]))
    await line.closed
    await expect(line.answer()).rejects.toThrow(/without an answer: $/)
  })
})

describe('a head that can be read', () => {
  it.each(['GET', 'HEAD'])('names the host in HTTP/1.1: %s', async (method) => {
    const { line } = await begin()
    await line.send(`${method} /healthz HTTP/1.1\r\nAccept-Language: ko\r\nConnection: close\r\n\r\n`)
    const answer = await line.answer()
    expect([answer.status, answer.headers['content-type'], answer.headers['content-language']]).toEqual([
      400,
      'application/problem+json',
      'ko',
    ])
    if (method === 'GET') expect(codeOf(answer)).toBe('REQUEST_MALFORMED')
    else expect([answer.body, answer.isWhole]).toEqual(['', false])
  })

  it('need not name the host in HTTP/1.0', async () => {
    const { line } = await begin()
    await line.send('GET /healthz HTTP/1.0\r\n\r\n')
    expect((await line.answer()).status).toBe(200)
  })

  it.each(['1.0', '1.1'])('names no two hosts in HTTP/%s', async (version) => {
    const { line } = await begin()
    await line.send(`GET /healthz HTTP/${version}\r\nHost: a\r\nhost: b\r\n\r\n`)
    expectProblem(await line.answer(), ...MALFORMED)
  })

  it('may leave the host empty', async () => {
    const { line } = await begin()
    await line.send('GET /healthz HTTP/1.1\r\nHost:\r\n\r\n')
    expect((await line.answer()).status).toBe(200)
  })

  it('may expect nothing but to be told to go on', async () => {
    const { line } = await begin()
    await line.send(head('POST /user/login', { Expect: '200-maybe', 'Content-Length': 2 }))
    expectProblem(await line.answer(), 417, 'EXPECTATION_FAILED')
    await line.send('{}')
    await stillServes(line)
  })

  it('without a host lets its body go by', async () => {
    const { line } = await begin()
    await line.send('POST /user/login HTTP/1.1\r\nContent-Length: 200000\r\n\r\n')
    expectProblem(await line.answer(), ...MALFORMED)
    await line.send(Buffer.alloc(200_000))
    await stillServes(line)
  })
})
