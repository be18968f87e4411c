import { afterEach, describe, expect, it } from 'vitest'
import type { Timeouts } from '#adapters/http/server/timeouts.ts'
import { chunk, dial, flood, head, type Line } from './dial.ts'
import { type House, house, MAXIMUM_UPLOAD, member, onSocket, recording } from './house.ts'

const BOUNDARY = 'sea'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const END = `--${BOUNDARY}--\r\n`

const field = (name: string, value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const FIELDS = field('title', 'Blue') + field('instrument', 'Guitar') + field('genre', 'Rock')
const FILE = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="author_track"; filename="a.wav"\r\n\r\n`

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const begin = async (timeouts: Partial<Timeouts> = {}) => {
  const given = house()
  const access = await member(given, 'ann')
  const server = await onSocket(given, { closingMs: 100, ...timeouts })
  const line = await dial(server)
  closing.push(() => server.close(), line.cut)
  return { given, access, server, line }
}

/** A post sent as far as the first byte of its track, announced with `length` bytes. */
const beginUpload = async (line: Line, access: object, length: number): Promise<void> => {
  await line.send(head('POST /post', { ...access, 'Content-Type': TYPE, 'Content-Length': length }))
  await line.send(FIELDS + FILE)
}

const nothingLeft = async (given: House): Promise<void> => {
  await given.uploads.settled()
  expect(given.world.files.staged()).toEqual([])
  expect(given.world.files.paths()).toEqual([])
}

const stillServes = async (line: Line): Promise<void> => {
  await line.send(head('GET /healthz', {}))
  expect((await line.answer()).status).toBe(200)
}

describe('an upload on the wire', () => {
  it('arrives in chunks of any size', async () => {
    const { access, line } = await begin()
    await line.send(head('POST /post', { ...access, 'Content-Type': TYPE, 'Transfer-Encoding': 'chunked' }))
    const body = Buffer.concat([Buffer.from(FIELDS + FILE), recording(), Buffer.from(`\r\n${END}`)])
    for (let at = 0; at < body.length; at += 7) await line.send(chunk(body.subarray(at, at + 7)))
    await line.send('0\r\n\r\n')
    expect((await line.answer()).status).toBe(201)
    await stillServes(line)
  })

  it('that is too large is answered while it arrives, whoever does not stop is cut off', async () => {
    const { given, access, line } = await begin({ lingerMs: 20 })
    await beginUpload(line, access, 2 ** 30)
    const { status, body, isWhole } = await flood(line, Buffer.alloc(64 * 1024))
    expect([status, isWhole]).toEqual([413, true])
    expect(JSON.parse(body)).toMatchObject({ code: 'UPLOAD_TOO_LARGE' })
    expect(given.uploads.taken()).toBeGreaterThan(MAXIMUM_UPLOAD)
    expect(given.uploads.taken()).toBeLessThanOrEqual(MAXIMUM_UPLOAD + 2 * 64 * 1024)
    await nothingLeft(given)
    await line.closed
  })

  it('that is too large leaves the line open to whoever sends it to its end', async () => {
    const { given, access, line } = await begin()
    const file = Buffer.alloc(4 * MAXIMUM_UPLOAD)
    await beginUpload(line, access, FIELDS.length + FILE.length + file.length + END.length + 2)
    await line.send(file)
    await line.send(`\r\n${END}`)
    expect((await line.answer()).status).toBe(413)
    await nothingLeft(given)
    await stillServes(line)
  })

  it('may not be made endless by files nobody wants', async () => {
    const { given, access, line } = await begin()
    await line.send(head('POST /post', { ...access, 'Content-Type': TYPE, 'Content-Length': 2 ** 30 }))
    const other = FILE.replace('author_track', 'something_else')
    await line.send(other)
    const { status, sent } = await flood(line, Buffer.alloc(64 * 1024))
    expect(status).toBe(413)
    expect(sent).toBeGreaterThan(2 * MAXIMUM_UPLOAD)
    expect(given.uploads.taken()).toBe(0)
  })

  it('that breaks off leaves nothing behind and nothing in the log', async () => {
    const { given, access, line } = await begin()
    await beginUpload(line, access, 100_000)
    await line.send(recording())
    await expect.poll(() => given.uploads.taken()).toBeGreaterThan(0)
    line.cut()
    await nothingLeft(given)
    expect(given.lines).toEqual([])
  })

  it('that ends before its last boundary is malformed', async () => {
    const { given, access, line } = await begin()
    const file = recording()
    await beginUpload(line, access, FIELDS.length + FILE.length + file.length)
    await line.send(file)
    const answer = await line.answer()
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, 'BODY_MALFORMED'])
    await nothingLeft(given)
    await stillServes(line)
  })

  it('is not read from somebody without a token', async () => {
    const { given, line } = await begin()
    await line.send(head('POST /post', { 'Content-Type': TYPE, 'Content-Length': 5_000_000 }))
    expect((await line.answer()).status).toBe(401)
    expect(given.uploads.taken()).toBe(0)
  })

  it('is told to come only where it will be read', async () => {
    const { access, line, server } = await begin()
    const asking = { 'Content-Type': TYPE, Expect: '100-continue' }
    await line.send(head('POST /post', { ...asking, 'Content-Length': 5_000_000 }))
    expect((await line.answer()).status).toBe(401)
    const other = await dial(server)
    closing.push(other.cut)
    const file = recording()
    const length = FIELDS.length + FILE.length + file.length + END.length + 2
    await other.send(head('POST /post', { ...access, ...asking, 'Content-Length': length }))
    expect((await other.answer()).status).toBe(100)
    await other.send(FIELDS + FILE)
    await other.send(file)
    await other.send(`\r\n${END}`)
    expect((await other.answer()).status).toBe(201)
  })
})
