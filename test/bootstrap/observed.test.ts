import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerOf } from '#bootstrap/container.ts'
import type { Log } from '#bootstrap/log.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { type RunningServer, startServer } from '#bootstrap/server.ts'
import { type DsnServer, openDsnServer } from '../adapters/sentry/dsn-server.ts'
import { freePort } from '../process/free-port.ts'
import { until } from '../story/until.ts'

type Line = { readonly level: string; readonly message: string; readonly [name: string]: unknown }

const lines: Line[] = []
const write = (level: string) => (particulars: object, message: string) =>
  void lines.push({ level, message, ...particulars })
const log = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, write(level)]),
) as unknown as Log

const REQUEST = '8e03978e-40d5-43dd-bc93-6894a57f9324'

let folder: string
let sentry: DsnServer
let server: RunningServer
let metricsUrl: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundhub-observed-'))
  sentry = await openDsnServer()
  const [port, metricsPort] = [await freePort(), await freePort()]
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  const settings = readSettings({
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    SENTRY_DSN: sentry.dsn,
    GIT_REVISION: 'abcdef0123456789',
    NODE_ENV: 'test',
    TRUST_PROXY: '1',
    DATA_DIR: folder,
  })._unsafeUnwrap()
  server = await startServer(containerOf(settings, 'persistent', log))
})
afterAll(async () => {
  await sentry.close()
  await rm(folder, { recursive: true })
})

const signUp = () =>
  server.app.request('/user/signup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': REQUEST, 'X-Forwarded-For': '192.0.2.1' },
    body: JSON.stringify({
      email: 'mina@example.org',
      nickname: 'mina',
      instrument: 'Bass',
      password1: 'seven-strings',
      password2: 'seven-strings',
    }),
  })

const linesOf = (message: string) => lines.filter((line) => line.message === message)
const metrics = async () => (await fetch(metricsUrl)).text()

describe('a server that is watched', () => {
  it('writes a line for the request and for the job it caused, and the mail names the request', async () => {
    expect((await signUp()).status).toBe(201)
    const job = await until('the mail is sent', () => linesOf('job').find((line) => line['job'] === 'send-mail'))
    expect(job).toMatchObject({
      level: 'info',
      requestId: REQUEST,
      status: 'done',
      ms: expect.any(Number),
      id: expect.any(String),
    })
    expect(linesOf('request')).toMatchObject([
      { level: 'info', id: REQUEST, method: 'POST', route: '/user/signup', status: 201, userId: null, problem: null },
    ])
    const [name] = await readdir(join(folder, 'outbox'))
    expect(await readFile(join(folder, 'outbox', name!), 'utf8')).toContain(`X-Request-ID: ${REQUEST}\r\n`)
  })

  it('says nothing of health checks where nobody debugs', async () => {
    await server.app.request('/healthz')
    expect(linesOf('request').at(-1)).toMatchObject({ level: 'debug', route: '/healthz' })
  })

  it('counts them', async () => {
    const text = await metrics()
    expect(text).toContain(
      'soundhub_http_request_duration_seconds_count{method="POST",route="/user/signup",status="2xx"} 1',
    )
    expect(text).toContain('soundhub_mails_total{status="sent"} 1')
    expect(text).toContain('soundhub_job_duration_seconds_count{job="send-mail",status="done"} 1')
    expect(text).toContain('soundhub_jobs_waiting{job="render-mix"} 0')
    expect(text).toContain('soundhub_build_info{release="soundhub@0.1.0+abcdef012345"} 1')
  })

  it('reports a job that cannot be done, and sends its last reports before it ends', async () => {
    await rm(join(folder, 'outbox'), { recursive: true })
    await writeFile(join(folder, 'outbox'), 'in the way')
    await signUp()
    const failed = await until('the mail fails', () => linesOf('job').find((line) => line['status'] === 'failed'))
    expect(failed).toMatchObject({ level: 'warn', job: 'send-mail', refusal: 'Unavailable', what: 'mail' })
    expect(failed).not.toHaveProperty('mailId')
    await server.close()
    expect(sentry.events()[0]).toMatchObject({
      transaction: 'send-mail',
      environment: 'test',
      release: 'soundhub@0.1.0+abcdef012345',
      tags: { refusal: 'Unavailable', request_id: REQUEST },
    })
    expect(sentry.received().join('\n')).not.toContain(folder)
    await expect(metrics()).rejects.toThrow()
  })
})
