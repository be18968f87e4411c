import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { expect, it } from 'vitest'
import { join } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { sound } from '../story/story.ts'
import { until } from '../story/until.ts'
import { startServerProcess } from './server-process.ts'

const FILE = sound(110, 20)
/** So much of it is on its way when the server is killed, and never more. */
const BEGUN = 1_000_000

it('an upload goes on where it was when its server was killed, and makes one comment', async () => {
  const DATA_DIR = await mkdtemp(path(tmpdir(), 'soundhub-upload-killed-'))
  let server = await startServerProcess({ DATA_DIR })
  try {
    const ann = await join(server.url, 'ann', (address) => newestLink(path(DATA_DIR, 'outbox'), address))
    const post = (await ann.post('Long', sound(440, 1))).body.id
    const token = { authorization: `Token ${ann.token!}` }
    const begun = await fetch(`${server.url}/uploads`, {
      method: 'POST',
      headers: { ...token, 'upload-length': `${FILE.length}`, 'tus-resumable': '1.0.0' },
    })
    const { id } = (await begun.json()) as { id: string }
    const { hostname, port } = new URL(server.url)
    const offset = async () => {
      const { headers } = await fetch(`${server.url}/uploads/${id}`, { method: 'HEAD', headers: token })
      return Number(headers.get('upload-offset'))
    }
    const head = [
      `PATCH /uploads/${id} HTTP/1.1`,
      `host: ${hostname}`,
      `authorization: ${token.authorization}`,
      'content-type: application/offset+octet-stream',
      'upload-offset: 0',
      `content-length: ${FILE.length}`,
    ].join('\r\n')
    const socket = connect(Number(port), hostname).on('error', () => undefined)
    socket.write(`${head}\r\n\r\n`)
    socket.write(FILE.subarray(0, BEGUN))
    await until('a part of it has arrived', async () => ((await offset()) === BEGUN ? true : undefined), 20_000)

    await server.kill()
    server = await startServerProcess({ DATA_DIR, PORT: port })
    expect(await offset()).toBe(BEGUN)
    const rest = await fetch(`${server.url}/uploads/${id}`, {
      method: 'PATCH',
      headers: { ...token, 'content-type': 'application/offset+octet-stream', 'upload-offset': `${BEGUN}` },
      body: FILE.slice(BEGUN),
    })
    expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, `${FILE.length}`])
    const fields = { instrument: 'Bass', track_upload: id }
    const comment = await ann.send(`/post/${post}/comments`, { fields })
    expect(comment.status).toBe(201)
    expect(Buffer.from(await ann.media(comment.body.comment_track)).equals(FILE)).toBe(true)
    expect((await ann.send(`/post/${post}/comments`)).body.results).toHaveLength(1)
    expect(await readdir(path(DATA_DIR, 'uploads'))).toEqual([])
  } finally {
    await server.kill()
    await rm(DATA_DIR, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
})
