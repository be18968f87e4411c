import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type House,
  house,
  jsonOf,
  member,
  onSocket,
  postTrack,
  PUBLIC_URL,
  recording,
  SONG,
  trackForm,
} from './house.ts'

const FILE = recording(220)
const PART = { 'Content-Type': 'application/offset+octet-stream', 'Tus-Resumable': '1.0.0' }

type Headers = Readonly<Record<string, string>>

const begin = async (given: House, headers: Headers, length = FILE.length) =>
  given.app.request('/uploads', { method: 'POST', headers: { ...headers, 'Upload-Length': `${length}` } })

const append = (given: House, at: string, headers: Headers, offset: number, bytes: Uint8Array) =>
  given.app.request(at, {
    method: 'PATCH',
    headers: { ...headers, ...PART, 'Upload-Offset': `${offset}` },
    body: new Uint8Array(bytes),
  })

const begun = async () => {
  const given = house()
  const ann = await member(given, 'ann')
  const answer = await begin(given, ann)
  const { id } = await jsonOf(answer)
  return { given, ann, answer, id: String(id), at: `/uploads/${String(id)}` }
}

const offsetAt = async (given: House, at: string, headers: Headers) =>
  (await given.app.request(at, { method: 'HEAD', headers })).headers.get('Upload-Offset')

const whole = async () => {
  const made = await begun()
  expect((await append(made.given, made.at, made.ann, 0, FILE)).status).toBe(204)
  const post = Number((await postTrack(made.given, made.ann)).id)
  const comment = (fields: Headers, headers: Headers = {}, as: 'JSON' | 'multipart' = 'JSON') => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    return made.given.app.request(`/post/${post}/comments`, {
      method: 'POST',
      body: as === 'JSON' ? JSON.stringify(fields) : form,
      headers: { ...made.ann, ...headers, ...(as === 'JSON' && { 'Content-Type': 'application/json' }) },
    })
  }
  const comments = async () =>
    (await jsonOf(await made.given.app.request(`/post/${post}/comments`))).results as readonly object[]
  return { ...made, post, comment, comments }
}

describe('an upload in parts', () => {
  it('is begun, asked about and dropped as tus says', async () => {
    const { given, ann, answer, id, at } = await begun()
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, `${PUBLIC_URL}/uploads/${id}`])
    const head = await given.app.request(at, { method: 'HEAD', headers: ann })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(Object.fromEntries(head.headers)).toMatchObject({
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'upload-length': `${FILE.length}`,
      'upload-expires': expect.stringMatching(/ GMT$/),
      'cache-control': 'no-store',
    })
    const dropped = await given.app.request(at, { method: 'DELETE', headers: ann })
    expect([dropped.status, dropped.headers.get('Tus-Resumable')]).toEqual([204, '1.0.0'])
    expect((await given.app.request(at, { method: 'HEAD', headers: ann })).status).toBe(404)
  })

  it('tells where it goes on whoever sends another part', async () => {
    const { given, ann, at } = await begun()
    const answer = await append(given, at, ann, 0, FILE.subarray(0, 100))
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([204, '100'])
    const refused = await append(given, at, ann, 0, FILE.subarray(0, 100))
    expect([refused.status, refused.headers.get('Upload-Offset')]).toEqual([409, '100'])
    expect(await jsonOf(refused)).toMatchObject({ code: 'UPLOAD_OFFSET_DIFFERS', offset: 100 })
  })

  it('needs the page’s own origin where the page’s cookie writes it', async () => {
    const { given } = await begun()
    const answer = await begin(given, { Cookie: '__Host-soundhub=whatever', 'Upload-Length': '5' })
    expect([answer.status, (await jsonOf(answer)).code]).toEqual([403, 'ORIGIN_NOT_ALLOWED'])
  })

  it.each([
    ['another type', { 'Content-Type': 'application/octet-stream', 'Upload-Offset': '0' }, 415],
    ['an encoding', { ...PART, 'Content-Encoding': 'gzip', 'Upload-Offset': '0' }, 415],
    ['no offset', PART, 400],
    ['an offset that is no number', { ...PART, 'Upload-Offset': '-1' }, 400],
    ['another tus', { ...PART, 'Tus-Resumable': '2.0.0', 'Upload-Offset': '0' }, 412],
  ])('takes no part with %s', async (_name, headers, status) => {
    const { given, ann, at } = await begun()
    const answer = await given.app.request(at, { method: 'PATCH', headers: { ...ann, ...headers }, body: 'x' })
    expect(answer.status).toBe(status)
    expect(await offsetAt(given, at, ann)).toBe('0')
  })
})

describe('a track that was uploaded in parts', () => {
  it.each(['JSON', 'multipart'] as const)('is named in %s, by its id or its address, and gone then', async (as) => {
    const { given, ann, id, at, comment, comments } = await whole()
    const name = as === 'JSON' ? id : `${PUBLIC_URL}/uploads/${id}`
    expect((await comment({ instrument: 'Bass', track_upload: name }, {}, as)).status).toBe(201)
    expect(await comments()).toHaveLength(1)
    expect(given.world.files.staged()).toEqual([])
    expect(await offsetAt(given, at, ann)).toBe(null)
  })

  it('makes one comment under one key, in parts or at once, and stays until it is dropped', async () => {
    const { given, ann, id, at, post, comment, comments } = await whole()
    const key = { 'Idempotency-Key': 'once' }
    const fields = { instrument: 'Bass', track_upload: id }
    const [first, again] = [await comment(fields, key), await comment(fields, key)]
    expect([first.status, again.status, await again.text()]).toEqual([201, 201, await first.text()])
    const body = trackForm({ instrument: 'Bass' }, 'comment_track', FILE)
    const path = `/post/${post}/comments`
    const atOnce = await given.app.request(path, { method: 'POST', body, headers: { ...ann, ...key } })
    expect([atOnce.status, atOnce.headers.get('Idempotency-Replayed')]).toEqual([201, 'true'])
    expect(await comments()).toHaveLength(1)
    expect(given.world.files.staged()).toEqual([])
    expect(await offsetAt(given, at, ann)).toBe(`${FILE.length}`)
  })

  it('stays when the comment is refused', async () => {
    const { given, ann, id, at, comment } = await whole()
    expect((await comment({ instrument: 'Harp', track_upload: id })).status).toBe(400)
    expect(await offsetAt(given, at, ann)).toBe(`${FILE.length}`)
    expect(given.world.files.staged()).toEqual([])
  })

  it('is not looked at beside a file', async () => {
    const { given, ann } = await whole()
    const body = trackForm({ ...SONG, track_upload: '0'.repeat(32) }, 'author_track', recording(330))
    expect((await given.app.request('/post', { method: 'POST', body, headers: ann })).status).toBe(201)
  })

  it('is refused by the name of the part where it is no track', async () => {
    const { given, ann, comment } = await whole()
    const { id } = await jsonOf(await begin(given, ann, 8))
    await append(given, `/uploads/${String(id)}`, ann, 0, Buffer.from('la la la'))
    const answer = await comment({ instrument: 'Bass', track_upload: String(id) })
    const { errors } = (await jsonOf(answer)) as { errors: readonly { field: string }[] }
    expect([answer.status, errors.map(({ field }) => field)]).toEqual([422, ['comment_track']])
  })
})

/** A part of which 500 bytes have come. */
const served = async (slowBodyMs?: number) => {
  const made = await begun()
  const server = await onSocket(made.given, slowBodyMs === undefined ? {} : { slowBodyMs })
  onTestFinished(() => server.close())
  const head = [
    `PATCH ${made.at} HTTP/1.1`,
    'Host: soundhub.example',
    `Authorization: ${made.ann.Authorization}`,
    `Content-Type: ${PART['Content-Type']}`,
    'Upload-Offset: 0',
    `Content-Length: ${FILE.length}`,
  ].join('\r\n')
  const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  socket.write(`${head}\r\n\r\n`)
  socket.write(FILE.subarray(0, 500))
  await expect.poll(() => offsetAt(made.given, made.at, made.ann), { timeout: 10_000 }).toBe('500')
  return { ...made, socket }
}

describe('over a socket', () => {
  it('keeps what arrived of a part that was cut, and goes on there', async () => {
    const { given, ann, at, socket } = await served()
    socket.destroy()
    const answer = await append(given, at, ann, 500, FILE.subarray(500))
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([204, `${FILE.length}`])
  })

  it('goes on while the server still waits for a connection that is dead', async () => {
    const { given, ann, at } = await served()
    expect((await append(given, at, ann, 500, FILE.subarray(500))).status).toBe(204)
  })

  it('keeps what arrived of a part that comes too slowly, which ends with 408', async () => {
    const { given, ann, at, socket } = await served(200)
    let told = ''
    socket.on('data', (bytes: Buffer) => void (told += bytes.toString()))
    await expect.poll(() => told, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 408 /)
    await pause(20)
    expect(await offsetAt(given, at, ann)).toBe('500')
  })
})
