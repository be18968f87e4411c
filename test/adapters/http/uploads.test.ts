import { describe, expect, it } from 'vitest'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { png } from '../../images/pictures.ts'
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
  return { given, headers, status: answer.status, json, code: json.code }
}

/** More than all the texts of a request may be. */
const LONG = waveFile({ channels: [tone(440, 80_000, 0.5)], sample: 'pcm16' })
const PICTURE = await png(8, 8)

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

  it.each(['application/octet-stream', 'audio/wav', 'text/plain', 'text/plain; charset=utf-8', 'x y;;', ''])(
    'may lack a name where a file belongs, as long as it likes and claiming to be “%s”',
    async (type) => {
      const headers = `Content-Disposition: form-data; name="author_track"${type === '' ? '' : `\r\nContent-Type: ${type}`}`
      for (const sound of [recording(), LONG]) expect((await upload(fields(), part(headers, sound))).status).toBe(201)
    },
  )

  it('may be a picture without a name; an empty text takes it away, and what is no picture stays none', async () => {
    const picture = (content: Uint8Array | string) =>
      part('Content-Disposition: form-data; name="post_img"\r\nContent-Type: image/png', content)
    const { given, json, headers } = await upload(fields(), part(FILE), picture(PICTURE))
    expect(json.post_img).toMatch(/\.webp$/)
    const change = async (instead: Buffer) => {
      const body = new Uint8Array(Buffer.concat([instead, Buffer.from('--x--\r\n')]))
      const answer = await given.app.request(`/post/${String(json.id)}`, { method: 'PATCH', body, headers })
      return [answer.status, (await jsonOf(answer)).post_img]
    }
    expect((await change(picture('my cat')))[0]).toBe(422)
    expect(await change(field('post_img', ''))).toEqual([200, null])
  })

  it('is none where a text belongs, whatever that claims to be', async () => {
    expect((await upload(fields('audio/wav'), part(FILE))).json.title).toBe(SONG.title)
  })

  it('is missing where an empty text stands for it, or where a browser sends none', async () => {
    for (const instead of [field('author_track', ''), part(FILE.replace('a.wav', ''), '')]) {
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
    expect(given.uploads.taken()).toBe(recording().length + 'not sound'.length)
    expect(given.world.files.staged()).toEqual([])
  })

  it.each(['; filename=""', ''])(
    'counts although an empty part of its name stands before it: «%s»',
    async (fileName) => {
      const empty = part(FILE.replace(/; filename="[^"]*"/, fileName), '')
      expect((await upload(fields(), empty, part(FILE))).status).toBe(201)
    },
  )

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
    expect(given.lines).toMatchObject([{ level: 'warn', particulars: { what: 'files', route: '/post' } }])
  })

  it('is discarded when the use case falls over', async () => {
    const given = house({
      posts: {
        create: () => {
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
    expect(given.lines.map(({ message }) => message)).toEqual([
      'audio is unavailable: no decoder or encoder on this machine',
    ])
    expect(given.world.files.staged()).toEqual([])
    expect(given.world.files.paths()).toEqual([])
  })
})
