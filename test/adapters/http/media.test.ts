import { setImmediate } from 'node:timers/promises'
import { err, ok, okAsync, type Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { Soundhub } from '#application/soundhub.ts'
import { dial, head } from './dial.ts'
import { house, jsonOf, member, onSocket, postTrack, recording } from './house.ts'

const whole = async () => {
  const given = house()
  const { author_track: track } = await postTrack(given, await member(given, 'ann'))
  const url = `/media/${String(track)}`
  const get = (headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    given.app.request(url, { headers, method })
  return { given, url, get, bytes: recording() }
}

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer())

describe('a file', () => {
  it('comes whole, to be kept for ever', async () => {
    const { get, bytes } = await whole()
    const answer = await get()
    expect(answer.status).toBe(200)
    expect(await bytesOf(answer)).toEqual(bytes)
    const { headers } = answer
    expect(headers.get('Content-Type')).toBe('audio/wav')
    expect(headers.get('Content-Length')).toBe(String(bytes.length))
    expect(headers.get('Accept-Ranges')).toBe('bytes')
    expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('ETag')).toMatch(/^"[\w-]{27}"$/)
    expect(headers.get('Content-Disposition')).toMatch(/^inline; filename="track_[0-9a-f]{16}\.wav"$/)
  })

  it('shows only its head to HEAD, and does not mind a range there', async () => {
    const { get, bytes } = await whole()
    for (const headers of [{}, { Range: 'bytes=0-1' }]) {
      const answer = await get(headers, 'HEAD')
      expect([answer.status, answer.headers.get('Content-Length'), await answer.text()]).toEqual([
        200,
        String(bytes.length),
        '',
      ])
    }
  })

  const SIZE = recording().length
  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=10-', 10, SIZE - 1],
    ['bytes=-5', SIZE - 5, SIZE - 1],
    [`bytes=-${SIZE}`, 0, SIZE - 1],
    ['bytes=-999999', 0, SIZE - 1],
    ['bytes=5-999999', 5, SIZE - 1],
  ])('comes in part for %s', async (range, first, last) => {
    const { get, bytes } = await whole()
    const answer = await get({ Range: range })
    expect([answer.status, answer.headers.get('Content-Range'), answer.headers.get('Content-Length')]).toEqual([
      206,
      `bytes ${first}-${last}/${SIZE}`,
      String(last - first + 1),
    ])
    expect(await bytesOf(answer)).toEqual(bytes.subarray(first, last + 1))
  })

  it.each(['bytes=0-1,5-6', 'bytes=x-y', 'bytes', 'lines=0-1', 'lines=99999-', 'bytes=', ''])(
    'comes whole for “%s”',
    async (range) => {
      const { get } = await whole()
      const answer = await get({ Range: range })
      expect([answer.status, (await bytesOf(answer)).length]).toEqual([200, SIZE])
    },
  )

  it.each([`bytes=${SIZE}-`, 'bytes=99999-100000', 'bytes=-0'])('has nothing for %s', async (range) => {
    const { get } = await whole()
    const answer = await get({ Range: range })
    expect([answer.status, answer.headers.get('Content-Range')]).toEqual([416, `bytes */${SIZE}`])
    expect((await jsonOf(answer)).code).toBe('RANGE_NOT_SATISFIABLE')
  })

  it('is not sent again to whoever knows it', async () => {
    const { get } = await whole()
    const etag = (await get()).headers.get('ETag')!
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await get({ 'If-None-Match': known })
      expect([answer.status, answer.headers.get('ETag'), await answer.text()]).toEqual([304, etag, ''])
    }
    expect((await get({ 'If-None-Match': '"x"' })).status).toBe(200)
  })

  it('comes in part only if it is still the same', async () => {
    const { get } = await whole()
    const etag = (await get()).headers.get('ETag')!
    const Range = 'bytes=0-1'
    expect((await get({ Range, 'If-Range': etag })).status).toBe(206)
    for (const other of ['"x"', `W/${etag}`, 'Wed, 01 Jan 2020 00:00:00 GMT'])
      expect((await get({ Range, 'If-Range': other })).status).toBe(200)
  })

  it.each([
    'user_1/Post_1/none.wav',
    '../secret',
    '%2e%2e/%2e%2e/etc/passwd',
    'user_1/Post_1',
    'user_1/Post_1/a.wav/b',
    'user_1%2fPost_1%2f..%2fx.wav',
  ])('is not there: %s', async (path) => {
    const { given } = await whole()
    const answer = await given.app.request(`/media/${path}`)
    expect(answer.status).toBe(404)
  })

  it('lies where the setting says, also with a slash at its end, and not here if it lies elsewhere', async () => {
    for (const [mediaUrl, path, status] of [
      ['/files/of/posts/', '/files/of/posts/', 200],
      ['/files', '/files/', 200],
      ['https://cdn.example/media/', '/media/', 404],
      ['//cdn.example/media/', '/media/', 404],
    ] as const) {
      const given = house({ settings: { mediaUrl } })
      const { author_track: track } = await postTrack(given, await member(given, 'ann'))
      expect((await given.app.request(`${path}${String(track)}`)).status).toBe(status)
      expect((await given.app.request(`${path}${String(track)}/`)).status).toBe(status)
    }
  })
})

const SIZE = 64 * 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024)

/** A large file, and what became of its reading. */
const largeFile = (breaksAfter = Infinity) => {
  const ended = Promise.withResolvers<void>()
  let pieces = 0
  async function* bytes(): ByteStream {
    try {
      for (; pieces < SIZE / PIECE.length; pieces++) {
        if (pieces >= breaksAfter) yield err(unavailable('files', new Error('the disk is gone')))
        yield ok(PIECE)
      }
    } finally {
      ended.resolve()
    }
  }
  const readMedia: Soundhub['media']['read'] = () => okAsync({ size: SIZE, bytes: bytes() })
  return { media: { read: readMedia }, ended: ended.promise, pieces: () => pieces }
}

/** A file whose reading stops after some pieces until the test lets it go on. */
const heldFile = (at: number, pieces: number) => {
  const [reached, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const [going, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  async function* read(): AsyncGenerator<Result<Uint8Array, Unavailable>> {
    try {
      for (let piece = 0; piece <= pieces; piece++) {
        if (piece === at) {
          reached.resolve()
          await going.promise
        }
        if (piece < pieces) yield ok(PIECE)
      }
    } finally {
      ended.resolve()
    }
  }
  const bytes = (): ByteStream => {
    const reading = read()
    const leave = (): ReturnType<typeof reading.return> => {
      left.resolve()
      return reading.return(undefined)
    }
    return { [Symbol.asyncIterator]: () => ({ next: () => reading.next(), return: leave }) }
  }
  const readMedia: Soundhub['media']['read'] = () => okAsync({ size: pieces * PIECE.length, bytes: bytes() })
  return {
    media: { read: readMedia },
    reached: reached.promise,
    left: left.promise,
    goOn: going.resolve,
    ended: ended.promise,
  }
}

const PATH = 'GET /media/user_1/Post_1/a.wav'

describe('a file on the wire', () => {
  it('is read no further when nobody takes it', async () => {
    const file = largeFile()
    const server = await onSocket(house(file))
    const line = await dial(server)
    await line.send(head(PATH, {}))
    await expect.poll(() => file.pieces()).toBeGreaterThan(0)
    line.cut()
    await file.ended
    expect(file.pieces()).toBeLessThan(SIZE / PIECE.length)
    await server.close()
  })

  it('that breaks off does not pass for whole', async () => {
    const file = largeFile(3)
    const given = house(file)
    const server = await onSocket(given)
    const line = await dial(server)
    await line.send(head(PATH, {}))
    const answer = await line.answer()
    expect([answer.status, answer.isWhole, answer.body.length]).toEqual([200, false, 3 * PIECE.length])
    expect(given.lines).toMatchObject([{ level: 'error', particulars: { err: new Error('the disk is gone') } }])
    await line.closed
    await server.close()
  })

  it.each([
    ['the end', 1, 1],
    ['the last piece', 1, 2],
  ] as const)('may be left while %s is being read, and that is no fault', async (_, at, pieces) => {
    const file = heldFile(at, pieces)
    const given = house(file)
    const server = await onSocket(given)
    const line = await dial(server)
    await line.send(head(PATH, {}))
    await file.reached
    line.cut()
    await file.left
    file.goOn()
    await file.ended
    await setImmediate()
    expect(given.lines).toEqual([])
    await server.close()
  })

  it('that breaks off does not pass for whole without a socket either', async () => {
    const { app } = house(largeFile(3))
    const answer = await app.request(PATH.slice('GET '.length))
    await expect(answer.arrayBuffer()).rejects.toThrow('broke off')
  })
})
