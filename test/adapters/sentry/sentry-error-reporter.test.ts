import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SentryErrorReporter } from '#adapters/sentry/sentry-error-reporter.ts'
import type { ErrorReport, ErrorReporter } from '#application/shared/error-reporter.ts'
import { unavailable } from '#application/shared/outcome.ts'
import type { UserId } from '#domain/shared/id.ts'
import { ask } from '../http/asking.ts'
import { house, member, PASSWORD } from '../http/house.ts'
import { visitor } from '../http/page-scenes.ts'
import { type DsnServer, openDsnServer } from './dsn-server.ts'

/** What must never leave the machine. */
const SECRETS = {
  password: 'hunter2-and-more',
  token: '9f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d7c6',
  key: '0123456789abcdef0123456789abcdef01234567',
  address: 'mina.kim@example.org',
  session: 'sess-4711-do-not-tell',
  's3 secret': 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'a name': 'Mina Kim',
} as const

const quoted = Object.values(SECRETS).join(' ')

let server: DsnServer
let reporter: SentryErrorReporter

beforeEach(async () => {
  server = await openDsnServer()
  const { dsn } = server
  reporter = new SentryErrorReporter({
    dsn,
    release: 'soundhub@0.1.0+abc1234',
    environment: 'test',
    root: process.cwd(),
  })
})
afterEach(async () => {
  await reporter.close()
  await server.close()
})

/** The secrets in all that was sent, by name. */
const leaked = (): readonly string[] => {
  const all = server.received().join('\n')
  return Object.entries(SECRETS)
    .filter(([, secret]) => all.includes(secret))
    .map(([name]) => name)
}

const reportOf = (error: unknown, more: Partial<ErrorReport> = {}): ErrorReport => ({
  error,
  refusal: null,
  requestId: '8e03978e-40d5-43dd-bc93-6894a57f9324',
  where: 'GET /post/{id}',
  userId: 7 as UserId,
  ...more,
})

const sent = async (...reports: readonly ErrorReport[]) => {
  for (const report of reports) reporter.report(report)
  await reporter.close()
  return server.events()
}

class KimFailure extends Error {
  override readonly name = SECRETS.session
  readonly code = SECRETS.key
  readonly detail = `Key (email)=(${SECRETS.address}) already exists.`
  readonly parameters = [SECRETS.password]
}

const tampered = (): Error => {
  const error = new Error('before')
  error.message = `changed to ${quoted}`
  error.stack = `Error: ${quoted}\n    at ${SECRETS.session} (/etc/${SECRETS.key}/${SECRETS.token}.js:1:2)\n    at ${quoted} (file:///x.js:3:4)`
  return error
}

/** Every way in which an error may quote something. */
const QUOTING: Readonly<Record<string, () => unknown>> = {
  'its message': () => new Error(quoted),
  'its message, which looks like frames': () =>
    new Error(`no\n    at ${SECRETS.session} (/srv/${SECRETS.key}.js:1:1)\n    at ${SECRETS.token} (file:///a.js:2:2)`),
  'its name, code and properties': () => new KimFailure(quoted),
  'a stack that was written by hand': tampered,
  'the cause of its cause': () => new Error('outer', { cause: new TypeError('inner', { cause: new Error(quoted) }) }),
  'what was thrown, which is no error': () => quoted,
  'an object': () => ({ type: SECRETS.session, message: quoted, cause: { type: quoted, cause: quoted } }),
  'an outage': () => unavailable(SECRETS.session, new Error(quoted)),
  'the parser of JSON': () => {
    try {
      return JSON.parse(`{"password": ${quoted}`) as unknown
    } catch (cause) {
      return cause
    }
  },
  'itself, as a circle': () => {
    const error = new Error(quoted)
    error.cause = error
    return error
  },
}

describe('a report', () => {
  it('says what happened where, in which release, to whom, and under which id', async () => {
    const [event] = await sent(
      reportOf(new RangeError('too far', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })),
    )
    expect(event).toMatchObject({
      level: 'error',
      release: 'soundhub@0.1.0+abc1234',
      environment: 'test',
      transaction: 'GET /post/{id}',
      tags: { request_id: '8e03978e-40d5-43dd-bc93-6894a57f9324' },
      user: { id: '7' },
      exception: { values: [{ type: 'Error', value: 'ECONNREFUSED' }, { type: 'RangeError' }] },
    })
    const { exception } = event as { exception: { values: { stacktrace: { frames: { filename: string }[] } }[] } }
    const frames = exception.values[1]!.stacktrace.frames
    expect(frames.at(-1)).toMatchObject({
      filename: 'test/adapters/sentry/sentry-error-reporter.test.ts',
      lineno: expect.any(Number),
      in_app: true,
    })
    expect(JSON.stringify(event)).not.toContain(process.cwd())
  })

  it('of a refusal says which, and is a warning', async () => {
    const [event] = await sent(reportOf(undefined, { refusal: 'AudioUnavailable', userId: null, requestId: null }))
    expect(event).toMatchObject({
      level: 'warning',
      tags: { refusal: 'AudioUnavailable' },
      exception: { values: [{ type: 'AudioUnavailable' }] },
    })
    expect(event).not.toHaveProperty('user')
  })

  it('has nothing that the SDK would add of its own accord', async () => {
    const [event] = await sent(reportOf(new Error('no')))
    const known = [
      'contexts',
      'environment',
      'event_id',
      'exception',
      'fingerprint',
      'level',
      'platform',
      'release',
      'sdk',
      'tags',
      'timestamp',
      'transaction',
      'user',
    ]
    expect(Object.keys(event!).filter((name) => !known.includes(name))).toEqual([])
    expect(Object.keys(event!['contexts'] as object).filter((name) => !['trace', 'runtime'].includes(name))).toEqual([])
  })

  it.each(Object.keys(QUOTING))('never quotes %s', async (kind) => {
    expect(await sent(reportOf(QUOTING[kind]!()))).toHaveLength(1)
    expect(leaked()).toEqual([])
  })

  it('would be found out if it quoted anything', async () => {
    await sent(reportOf(new Error('no'), { where: `GET /post?${quoted}` }))
    expect(leaked()).toEqual(Object.keys(SECRETS))
  })
})

describe('reports', () => {
  it('are cut off where there are too many', async () => {
    expect(await sent(...Array.from({ length: 100 }, () => reportOf(new Error('no'))))).toHaveLength(60)
  })

  it('that nobody takes fail nobody, and are not waited for long', async () => {
    await server.close()
    const began = performance.now()
    reporter.report(reportOf(new Error('no')))
    expect(performance.now() - began).toBeLessThan(1_000)
    await reporter.close()
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})

const throwing = () => {
  throw new Error(`${PASSWORD} ${quoted}`)
}

const leakInto = async (errorReporter: ErrorReporter) => {
  const given = house({ posts: { edit: throwing, list: throwing }, errorReporter })
  const headers = await member(given, 'ann', SECRETS.address)
  const token = headers.Authorization.replace('Token ', '')
  await ask(given, `/post?search=${SECRETS.key}`, {
    headers: { ...headers, Cookie: SECRETS.session },
  })
  await ask(given, `/post/55554444`, { method: 'PATCH', fields: { title: SECRETS['a name'] }, headers })
  const { Cookie } = await visitor(given, 'oboist')
  await ask(given, '/post', { headers: { Cookie: `${SECRETS.session}=1; ${Cookie}` } })
  const cookie = Cookie.slice(Cookie.indexOf('=') + 1)
  await reporter.close()
  const all = server.received().join('\n')
  return [
    ...leaked(),
    ...[token, cookie, PASSWORD, '55554444', 'ann', 'oboist'].filter((secret) => all.includes(secret)),
  ]
}

describe('an error amid a request', () => {
  it('reports nothing of the request but its pattern, and nothing of its person but the id', async () => {
    expect(await leakInto(reporter)).toEqual([])
    expect(server.events().map(({ transaction }) => transaction)).toEqual([
      'GET /post',
      'PATCH /post/{id}',
      'GET /post',
    ])
    for (const event of server.events()) expect(event['user']).toEqual({ id: expect.stringMatching(/^\d+$/) })
  })

  it('would be found out if its message were passed on', async () => {
    const leaky: ErrorReporter = {
      report: (report) => reporter.report({ ...report, requestId: (report.error as Error).message }),
    }
    expect(await leakInto(leaky)).toEqual([...Object.keys(SECRETS), PASSWORD])
  })
})
