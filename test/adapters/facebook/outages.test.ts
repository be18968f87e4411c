import { describe, expect, it, vi } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { DOWN, expectNoSecretIn, MINA, newGraph, TOKEN } from './graph.ts'
import { graphError, type GraphServer, json } from './graph-server.ts'

describe('a Graph that is out of reach', () => {
  const answers: readonly (readonly [name: string, answer: Parameters<GraphServer['answerWith']>[1]])[] = [
    ['500', graphError(500, { code: 190 })],
    ['503 in HTML', (response) => void response.writeHead(503).end('<html>')],
    ['a passing error', graphError(500, { code: 2, is_transient: true })],
    ['a passing error with 400', graphError(400, { code: 1 })],
    ['an error that calls itself passing', graphError(400, { code: 9999, is_transient: true })],
    ['too many calls of our app', graphError(400, { code: 4 })],
    ['too many calls of a person', graphError(400, { code: 17 })],
    ['too many calls of a page', graphError(400, { code: 32 })],
    ['a limit of the whole app', graphError(400, { code: 341 })],
    ['a limit of its own', graphError(400, { code: 613 })],
    ['429', graphError(429, { code: 9999 })],
    ['HTML', (response) => void response.writeHead(200).end('<html>')],
    ['nothing', (response) => void response.writeHead(200).end()],
    ['204', (response) => void response.writeHead(204).end()],
    ['a list', json(200, [])],
    ['null', json(200, null)],
    ['JSON that breaks off', (response) => void response.writeHead(200).end('{"data":{')],
    ['more than it should', json(200, { data: {}, id: 'x'.repeat(100_000) })],
    ['a redirect', (response) => void response.writeHead(302, { location: '/v23.0/me' }).end()],
    ['a hang-up', (response) => void response.destroy()],
    [
      'a hang-up in the middle',
      (response) =>
        void response.writeHead(200, { 'content-length': '100' }).write('{"data"', () => response.destroy()),
    ],
  ]

  it.each(answers)('is an outage: %s, on either path, and tells no secret', async (_, answer) => {
    for (const path of ['debug_token', 'me'] as const) {
      const { server, tokens } = await newGraph()
      server.answerWith(path, answer)
      const outage = await refusalOf(tokens.verify(TOKEN, MINA))
      expect(outage).toMatchObject(DOWN)
      expectNoSecretIn(outage)
      server.answerWith(path, null)
      await valueOf(tokens.verify(TOKEN, MINA))
    }
  })

  it('is told with the question, the status and the code, each once', async () => {
    const { server, tokens } = await newGraph()
    server.answerWith('debug_token', graphError(400, { code: 4, error_subcode: 1349 }))
    const outage = await refusalOf(tokens.verify(TOKEN, MINA))
    expect(outage).toMatchObject({ cause: { message: "Graph's debug_token: status 400, error 4/1349" } })
  })

  it('is an outage where debug_token says nothing of the token', async () => {
    const { server, tokens } = await newGraph()
    server.answerWith('debug_token', json(200, { success: true }))
    expect(await refusalOf(tokens.verify(TOKEN, MINA))).toMatchObject(DOWN)
  })

  it('is an outage where nobody listens', async () => {
    const { server, tokens } = await newGraph()
    await server.close()
    const outage = await refusalOf(tokens.verify(TOKEN, MINA))
    expect(outage).toMatchObject({ ...DOWN, cause: { message: expect.stringContaining('ECONNREFUSED') } })
    expectNoSecretIn(outage)
  })

  it.each(['debug_token', 'me'] as const)('is an outage where %s hangs, before its headers or after', async (path) => {
    const hangs: readonly Parameters<GraphServer['answerWith']>[1][] = [
      () => undefined,
      (response) => void response.writeHead(200).write('{'),
    ]
    for (const hang of hangs) {
      const { server, tokens } = await newGraph({}, { timeout: 100 })
      server.answerWith(path, hang)
      const outage = await refusalOf(tokens.verify(TOKEN, MINA))
      expect(outage).toMatchObject({ ...DOWN, cause: { message: expect.stringContaining('TimeoutError') } })
      expectNoSecretIn(outage)
    }
  })

  it('is given up after 3 s for both questions together', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    const { tokens } = await newGraph()
    await valueOf(tokens.verify(TOKEN, MINA))
    expect(timeout.mock.calls).toEqual([[3000]])
    timeout.mockRestore()
  })
})
