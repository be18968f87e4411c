import { describe, expect, it } from 'vitest'
import { house, jsonOf, MAXIMUM_UPLOAD, member, postTrack, recording, SONG, trackForm } from './house.ts'

const part = (headers: string, content: Uint8Array | string = recording()): Buffer =>
  Buffer.concat([Buffer.from(`--x\r\n${headers}\r\n\r\n`), Buffer.from(content as string), Buffer.from('\r\n')])

const field = (name: string, value: string, type = ''): Buffer =>
  part(`Content-Disposition: form-data; name="${name}"${type === '' ? '' : `\r\nContent-Type: ${type}`}`, value)

const fields = (type?: string): Buffer =>
  Buffer.concat(Object.entries(SONG).map(([name, value]) => field(name, value, type)))

const upload = async (...parts: readonly Buffer[]) => {
  const given = house()
  const headers = { ...(await member(given, 'ann')), 'Content-Type': 'multipart/form-data; boundary="x"' }
  const body = new Uint8Array(Buffer.concat([...parts, Buffer.from('--x--\r\n')]))
  const answer = await given.app.request('/post', { method: 'POST', body, headers })
  const json = await jsonOf(answer)
  expect(given.world.files.staged()).toEqual([])
  return { given, status: answer.status, json, code: json.code }
}

const FILE = 'Content-Disposition: form-data; name="author_track"; filename="a.wav"'

describe('a file', () => {
  it.each(['multipart/form-data', 'application/octet-stream', 'audio/wav', 'text/plain', 'x y;;', ''])(
    'may claim to be “%s”',
    async (type) => {
      const headers = type === '' ? FILE : `${FILE}\r\nContent-Type: ${type}`
      expect((await upload(fields('multipart/form-data'), part(headers))).status).toBe(201)
    },
  )

  it('may come before the fields, under a name in Korean or in quotes', async () => {
    for (const name of [
      'filename="노래.wav"',
      'filename="a\\"b.wav"',
      "filename*=utf-8''%EB%85%B8.wav",
      'filename=""',
    ]) {
      const headers = `Content-Disposition: form-data; name="author_track"; ${name}`
      expect((await upload(part(headers), fields())).status).toBe(201)
    }
  })

  it('may lack a name if it claims to be sound or bytes', async () => {
    const headers = 'Content-Disposition: form-data; name="author_track"'
    for (const type of ['application/octet-stream', 'audio/wav'])
      expect((await upload(fields(), part(`${headers}\r\nContent-Type: ${type}`))).status).toBe(201)
  })

  it('is missing where a text stands for it, or where a browser sends none', async () => {
    for (const instead of [field('author_track', 'sound'), part(FILE.replace('a.wav', ''), '')]) {
      const { json, code } = await upload(fields(), instead)
      expect(code).toBe('VALIDATION_FAILED')
      expect(json.errors).toMatchObject([{ field: 'author_track', code: 'REQUIRED' }])
    }
  })

  it('is let go by where nobody wants it, and the first of two counts', async () => {
    const { given, status } = await upload(
      fields(),
      part(FILE.replace('author_track', 'cover')),
      part(FILE),
      part(FILE, 'not sound'),
    )
    expect(status).toBe(201)
    expect(given.uploads.taken()).toBe(recording().length)
  })

  it('of exactly the largest size is taken, of one byte more is not', async () => {
    const largest = Buffer.alloc(MAXIMUM_UPLOAD)
    expect((await upload(fields(), part(FILE, largest))).code).toBe('TRACK_UNSUPPORTED')
    expect((await upload(fields(), part(FILE, Buffer.alloc(MAXIMUM_UPLOAD + 1)))).code).toBe('UPLOAD_TOO_LARGE')
  })

  it('goes again when the fields after it are refused', async () => {
    const { given, code } = await upload(part(FILE), field('title', 'x'.repeat(200_000)))
    expect(code).toBe('BODY_TOO_LARGE')
    expect(given.uploads.taken()).toBe(recording().length)
  })

  it('is out of reach where staging is', async () => {
    const given = house()
    const headers = await member(given, 'ann')
    given.world.outage.breakDown('files')
    const body = trackForm(SONG, 'author_track', recording())
    const answer = await given.app.request('/post', { method: 'POST', body, headers })
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(given.lines).toMatchObject([{ level: 'warn', particulars: { what: 'files', path: '/post' } }])
  })

  it('is discarded when the use case falls over', async () => {
    const given = house({
      core: {
        createPost: () => {
          throw new Error('a fault of ours')
        },
      },
    })
    const headers = await member(given, 'ann')
    expect(await postTrack(given, headers)).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' })
    expect(given.uploads.taken()).toBeGreaterThan(0)
    expect(given.world.files.staged()).toEqual([])
  })

  it('that is no sound is refused with a code of its own, and nothing of it is kept', async () => {
    const given = house()
    const headers = await member(given, 'ann')
    const send422 = async (bytes: Uint8Array) => {
      const body = trackForm(SONG, 'author_track', bytes)
      const answer = await given.app.request('/post', { method: 'POST', body, headers })
      return `${answer.status} ${String((await jsonOf(answer)).code)}`
    }
    expect(await send422(Buffer.alloc(0))).toBe('422 TRACK_EMPTY')
    expect(await send422(Buffer.from('hello'))).toBe('422 TRACK_UNSUPPORTED')
    expect(await send422(Buffer.from('RIFF....WAVE'))).toBe('422 TRACK_UNDECODABLE')
    given.audio.breakDown()
    expect(await send422(recording())).toBe('503 AUDIO_UNAVAILABLE')
    expect(given.lines.map(({ message }) => message)).toEqual(['no decoder for an upload'])
    expect(given.world.files.staged()).toEqual([])
    expect(given.world.files.paths()).toEqual([])
  })
})
