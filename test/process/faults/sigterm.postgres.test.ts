import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../databases/fresh.ts'
import { join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { sound } from '../../story/story.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { startServerProcess } from '../server-process.ts'
import { load } from './load.ts'

const ROUNDS = rounds(1, 30)
const PER_SECOND = 200
const UPLOADS = 4
const EXIT_WITHIN = 20_000

let environment: Record<string, string> = {}
let token = ''
beforeAll(async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-sigterm-'))
  environment = { DATA_DIR, DATABASE_URL: (await freshDatabase()).url, LOG_LEVEL: 'warn', DRAIN_SECONDS: '1' }
  const server = await startServerProcess(environment)
  const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
  token = ann.token ?? ''
  await ann.post('Heard', sound(440, 1))
  await server.stop()
})
afterAll(() => rm(environment['DATA_DIR']!, { recursive: true }))

/** An upload that is under way: it was accepted, and its rest comes when `finish` is called. */
const upload = async (url: string) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: 'Late', instrument: 'Guitar', genre: 'Rock' }))
    form.append(name, value)
  form.append('author_track', new Blob([new Uint8Array(sound(440, 2))]), 'sound.wav')
  const whole = new Request(url, { method: 'POST', body: form })
  const bytes = Buffer.from(await whole.arrayBuffer())
  const headers = {
    'content-type': whole.headers.get('content-type') ?? '',
    'content-length': bytes.length,
    authorization: `Token ${token}`,
  }
  const sent = request(new URL('/post', url), { method: 'POST', headers })
  const status = new Promise<number | string>((resolve) => {
    sent.on('response', (answer) => resolve(answer.resume().statusCode ?? 0))
    sent.on('error', (cause) => resolve(cause.message))
  })
  const half = bytes.length >> 1
  await new Promise((resolve) => sent.write(bytes.subarray(0, half), resolve))
  return { status, finish: () => void sent.end(bytes.subarray(half)) }
}

/** What came of everything that was accepted, when the server was asked to end in the middle of it. */
const endUnderLoad = async (more: Readonly<Record<string, string>> = {}) => {
  const server = await startServerProcess({ ...environment, ...more }, 'server-alone')
  const reads = load(server.url, PER_SECOND, { path: '/post' })
  const uploads = await Promise.all(Array.from({ length: UPLOADS }, () => upload(server.url)))
  // Until the server has seen them, too.
  await setTimeout(500)
  const asked = performance.now()
  server.signal('SIGTERM')
  // As a proxy does: it sends nothing more once the server is not ready. This one looks often.
  await until('it is not ready', async () => {
    const answer = await fetch(`${server.url}/readyz`, { headers: { connection: 'close' } }).catch(() => null)
    return answer?.status === 200 ? undefined : true
  })
  const read = await reads.stop()
  for (const { finish } of uploads) finish()
  const uploaded = await Promise.all(uploads.map(({ status }) => status))
  const code = await server.ended
  return { read, uploaded, code, took: performance.now() - asked, log: server.log() }
}

describe(`SIGTERM at ${PER_SECOND} requests a second`, () => {
  it(`drops nothing that was accepted, ${ROUNDS} times, and the server ends within ${EXIT_WITHIN / 1000} s`, async () => {
    const took: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const ended = await endUnderLoad()
      expect(ended.read, `round ${round}: ${ended.log}`).toMatchObject({ refused: [], dropped: [] })
      expect(ended.read.answered).toBeGreaterThan(PER_SECOND / 4)
      expect(ended.uploaded).toEqual(Array.from({ length: UPLOADS }, () => 201))
      expect(ended.code).toBe(0)
      took.push(Math.round(ended.took))
    }
    expect(Math.max(...took)).toBeLessThan(EXIT_WITHIN)
    console.log(`${ROUNDS} ends, ms: ${took.join(' ')}`)
  })

  it('finds a server that does not finish what it accepted', async () => {
    const mutant = new URL('./ends-at-once.ts', import.meta.url).href
    const { uploaded } = await endUnderLoad({ NODE_OPTIONS: `--import=${mutant}` })
    expect(uploaded).not.toContain(201)
  })

  it('ends a server that waits for somebody at the second signal', async () => {
    const server = await startServerProcess(environment, 'server-alone')
    const { status } = await upload(server.url)
    server.signal('SIGTERM')
    await until('it is ending', async () => {
      const answer = await fetch(`${server.url}/readyz`).catch(() => null)
      return answer?.status === 200 ? undefined : true
    })
    const asked = performance.now()
    server.signal('SIGTERM')
    expect(await server.ended).toBe(1)
    expect(performance.now() - asked).toBeLessThan(2_000)
    expect(await status).not.toBe(201)
  })
})
