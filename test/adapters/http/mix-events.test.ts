import { ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpServer } from '#adapters/http/server/server.ts'
import type { MixEvents } from '#application/mix/ports.ts'
import type { PostId } from '#domain/shared/id.ts'
import { failedMix, renderedMix, renderingMix, requestedMix } from '#adapters/testing/fixtures.ts'
import { mixIn, postIn } from '#adapters/testing/given.ts'
import { type Changes, house, type House, jsonOf, onSocket } from './house.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const STREAMS = { perClient: 20, inAll: 1_000, heartbeatMs: 60_000 }

/** A house on a socket whose subscriptions to events are counted. */
const begin = async (changes: Changes = {}, closingMs = 100) => {
  let subscriptions = 0
  let none = Promise.withResolvers<void>()
  const counted: MixEvents = {
    publish: (event) => given.world.mixEvents.publish(event),
    subscribe: (listener) => {
      const stop = given.world.mixEvents.subscribe(listener)
      if (subscriptions++ === 0) none = Promise.withResolvers()
      return () => {
        if (--subscriptions === 0) none.resolve()
        stop()
      }
    },
  }
  const given: House = house({ ...changes, ports: { mixEvents: counted, ...changes.ports } })
  const server = await onSocket(given, { closingMs })
  closing.push(() => server.close())
  const { id: postId } = await postIn(given.world.unitOfWork)
  return { given, server, postId, subscriptions: () => subscriptions, untilFree: () => none.promise }
}

const pathOf = (postId: PostId) => `/post/${postId}/mix/events`

/** A client that reads the stream piece by piece, as a browser does. */
const connect = async (server: HttpServer, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const leaving = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers, signal: leaving.signal })
  const pieces = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (part: string): Promise<string> => {
    while (!text.includes(part)) {
      const piece = await pieces!.read()
      if (piece.done) throw new Error(`the stream ended before ${part}: ${text}`)
      text += piece.value
    }
    return text
  }
  const toEnd = async (): Promise<string> => {
    for (let piece = await pieces!.read(); !piece.done; piece = await pieces!.read()) text += piece.value
    return text
  }
  return { answer, until, toEnd, leave: () => leaving.abort() }
}

/** Name, id and status of each event. */
const eventsIn = (text: string) =>
  text
    .split('\n\n')
    .filter((event) => event.includes('data: '))
    .map((event) => {
      const fields = new Map(
        event.split('\n').map((line) => [line.split(': ')[0]!, line.slice(line.indexOf(': ') + 2)]),
      )
      const { status, progress, revision } = JSON.parse(fields.get('data')!) as Record<string, unknown>
      return [fields.get('event'), fields.get('id'), revision, status, progress]
    })

describe('the events of a mix', () => {
  it('begin with the mix as it is, follow it, and end when it is done', async () => {
    const { given, server, postId, untilFree } = await begin()
    const { unitOfWork, mixEvents } = given.world
    await mixIn(unitOfWork, requestedMix({ postId }))
    const client = await connect(server, pathOf(postId))
    expect(client.answer.status).toBe(200)
    expect(Object.fromEntries(client.answer.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    await client.until('"status":"queued"')
    await mixIn(unitOfWork, renderingMix({ postId, stage: 'ingesting', progress: 0 }))
    await client.until('"status":"ingesting"')
    await mixEvents.publish({ type: 'MixProgressed', postId, revision: 1, attempt: 1, stage: 'mixing', progress: 42 })
    await client.until('"progress":42')
    await mixIn(
      unitOfWork,
      renderedMix({ postId, master: { loudness: -1400, truePeak: -100, frames: 48_000, limiter: null } }),
    )
    const text = await client.toEnd()
    expect(text.startsWith('retry: 3000\n\n')).toBe(true)
    expect(eventsIn(text)).toEqual([
      ['mix', undefined, 1, 'queued', 0],
      ['mix', undefined, 1, 'ingesting', 0],
      ['mix', undefined, 1, 'mixing', 42],
      ['mix', '1', 1, 'done', 100],
    ])
    const last = JSON.parse(text.slice(text.lastIndexOf('data: ') + 6)) as object
    expect(last).toEqual((await jsonOf(await given.app.request(`/post/${postId}`))).mix)
    await untilFree()
  })

  it('end with the reason when it fails, and go over to a newer revision before', async () => {
    const { given, server, postId } = await begin()
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const client = await connect(server, pathOf(postId))
    await client.until('"status":"mixing"')
    await mixIn(given.world.unitOfWork, requestedMix({ postId, revision: 2 }))
    await client.until('"revision":2')
    await mixIn(given.world.unitOfWork, failedMix({ postId, revision: 2, reason: 'STEM_MISSING' }))
    const text = await client.toEnd()
    expect(eventsIn(text).at(-1)).toEqual(['mix', '2', 2, 'failed', 0])
    expect(text).toContain('"reason":"STEM_MISSING"')
  })

  it('are over at once for a mix that is over, and 204 for whoever has seen its end', async () => {
    const { given, server, postId, subscriptions } = await begin()
    await mixIn(given.world.unitOfWork, renderedMix({ postId, revision: 3 }))
    for (const seen of [{}, { 'Last-Event-ID': '2' }]) {
      const client = await connect(server, pathOf(postId), seen)
      expect(eventsIn(await client.toEnd())).toEqual([['mix', '3', 3, 'done', 100]])
    }
    const again = await connect(server, pathOf(postId), { 'Last-Event-ID': '3' })
    expect([again.answer.status, await again.answer.text().catch(() => '')]).toEqual([204, ''])
    expect(subscriptions()).toBe(0)
  })

  it('are 404 where there is no mix', async () => {
    const { given, postId, subscriptions } = await begin()
    for (const path of [pathOf(postId), '/post/999/mix/events']) {
      const answer = await given.app.request(path)
      expect([answer.status, await jsonOf(answer)]).toMatchObject([404, { code: 'MIX_NOT_FOUND' }])
    }
    expect(subscriptions()).toBe(0)
  })

  it('end when the post is deleted', async () => {
    const { given, server, postId, untilFree } = await begin()
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const client = await connect(server, pathOf(postId))
    await client.until('"status":"mixing"')
    await given.world.unitOfWork.run(({ posts }) => posts.remove(postId))
    await given.world.pass(15_000)
    await client.toEnd()
    await untilFree()
  })

  it('free everything when the client goes', async () => {
    const { given, server, postId, subscriptions, untilFree } = await begin()
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const clients = [await connect(server, pathOf(postId)), await connect(server, pathOf(postId))]
    for (const client of clients) await client.until('"status":"mixing"')
    expect(subscriptions()).toBe(1)
    for (const client of clients) client.leave()
    await untilFree()
    expect(subscriptions()).toBe(0)
  })

  it('free everything when the client goes before the answer', async () => {
    const reached = Promise.withResolvers<void>()
    const going = Promise.withResolvers<void>()
    const { given, server, postId, untilFree } = await begin({
      ports: {
        mixQueries: {
          ofPosts: (postIds) => {
            reached.resolve()
            return new ResultAsync(going.promise.then(() => given.world.mixQueries.ofPosts(postIds)))
          },
        },
      },
    })
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const leaving = new AbortController()
    const asked = fetch(`http://127.0.0.1:${server.port}${pathOf(postId)}`, { signal: leaving.signal })
    await reached.promise
    leaving.abort()
    await expect(asked).rejects.toThrow()
    going.resolve()
    await untilFree()
  })

  it('answer HEAD without a stream', async () => {
    const { given, postId, subscriptions } = await begin()
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const answer = await given.app.request(pathOf(postId), { method: 'HEAD' })
    expect([answer.status, answer.headers.get('Content-Type'), answer.body]).toEqual([200, 'text/event-stream', null])
    expect(subscriptions()).toBe(0)
  })

  it('come with a comment now and then, so that no proxy takes them for dead', async () => {
    const { given, server, postId } = await begin({ settings: { eventStreams: { ...STREAMS, heartbeatMs: 5 } } })
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const client = await connect(server, pathOf(postId))
    await client.until('\n\n:\n\n:\n\n')
    client.leave()
  })

  it.each([
    ['a client', { ...STREAMS, perClient: 2 }],
    ['all', { ...STREAMS, inAll: 2 }],
  ])('are refused beyond the limit of %s, and given again when one has ended', async (_, eventStreams) => {
    const { given, server, postId, untilFree } = await begin({ settings: { eventStreams } })
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const clients = [await connect(server, pathOf(postId)), await connect(server, pathOf(postId))]
    const refused = await fetch(`http://127.0.0.1:${server.port}${pathOf(postId)}`)
    expect([refused.status, refused.headers.get('Retry-After'), await jsonOf(refused)]).toMatchObject([
      503,
      '5',
      { code: 'TOO_MANY_STREAMS' },
    ])
    for (const client of clients) client.leave()
    await untilFree()
    const next = await connect(server, pathOf(postId))
    expect(next.answer.status).toBe(200)
    next.leave()
  })

  it('limit each client by itself', async () => {
    const eventStreams = { ...STREAMS, perClient: 1 }
    const { given, server, postId } = await begin({ settings: { eventStreams, trustedProxies: 1 } })
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const from = (address: string) => connect(server, pathOf(postId), { 'X-Forwarded-For': address })
    const clients = [await from('203.0.113.1'), await from('203.0.113.2'), await from('203.0.113.1')]
    expect(clients.map(({ answer }) => answer.status)).toEqual([200, 200, 503])
    for (const client of clients) client.leave()
  })

  it('give a client that does not read the newest event and no other, and every client the end', async () => {
    const { given, postId } = await begin()
    const { unitOfWork, mixEvents } = given.world
    await mixIn(unitOfWork, renderingMix({ postId, progress: 0 }))
    const { body } = await given.app.request(pathOf(postId))
    for (let progress = 1; progress <= 100; progress++)
      await mixEvents.publish({ type: 'MixProgressed', postId, revision: 1, attempt: 1, stage: 'mixing', progress })
    await mixIn(unitOfWork, renderedMix({ postId, attempt: 1 }))
    const events = eventsIn(await new Response(body).text())
    expect(events.length).toBeLessThan(4)
    expect(events.at(-1)).toEqual(['mix', '1', 1, 'done', 100])
  })

  it('end at once when the server closes, which then need not wait', async () => {
    const { given, server, postId, subscriptions } = await begin({}, 60_000)
    await mixIn(given.world.unitOfWork, renderingMix({ postId }))
    const clients = []
    for (let client = 0; client < 12; client++) clients.push(await connect(server, pathOf(postId)))
    for (const client of clients) await client.until('"status":"mixing"')
    await server.close()
    for (const client of clients) await client.toEnd()
    expect(subscriptions()).toBe(0)
  })
})
