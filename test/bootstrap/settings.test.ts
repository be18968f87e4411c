import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Role } from '#bootstrap/role.ts'
import { readSettings, type SettingName, SETTINGS } from '#bootstrap/settings.ts'

const lines = (environment: Record<string, string>, role?: Role): readonly string[] =>
  readSettings(environment, role).match(
    () => [],
    (refused) => refused,
  )

describe('settings', () => {
  it('are all there on an empty environment', () => {
    expect(readSettings({})._unsafeUnwrap()).toMatchObject({
      PORT: 8000,
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:8000',
      DATA_DIR: './.soundhub',
      MEDIA_URL: '/media/',
      MEDIA_DELIVERY: 'proxy',
      S3_CHECKSUMS: 'when-supported',
      WORKER: 'on',
      STALE_PURGE_CHANCE: 0.05,
      TRUST_PROXY: 0,
      LOG_LEVEL: 'info',
      MAX_UPLOAD_MB: 50,
      MAX_TRACK_MINUTES: 15,
      MIX_LEASE_SECONDS: 10,
      WORKER_CONCURRENCY: Math.max(1, availableParallelism() - 1),
      CORS_ORIGINS: [],
    })
  })

  it('take an empty value for an unset one', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })._unsafeUnwrap()).toMatchObject({ PORT: 8000 })
  })

  it('let links start with the port that was chosen', () => {
    expect(readSettings({ PORT: '9123' })._unsafeUnwrap().PUBLIC_URL).toBe('http://localhost:9123')
  })

  const malformed: readonly (readonly [SettingName, string])[] = [
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PUBLIC_URL', 'soundhub.example'],
    ['DATABASE_URL', 'mysql://here'],
    ['MEDIA_URL', '/media'],
    ['S3_ENDPOINT', 'ftp://here'],
    ['S3_FORCE_PATH_STYLE', 'yes'],
    ['S3_CHECKSUMS', 'never'],
    ['MEDIA_DELIVERY', 'cdn'],
    ['SMTP_URL', 'http://here'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@example.org\r\nBcc: b@example.org'],
    ['GOOGLE_JWKS_URL', 'here'],
    ['FACEBOOK_APP_ID', 'soundhub'],
    ['WORKER', 'maybe'],
    ['WORKER_CONCURRENCY', '0'],
    ['DRAIN_SECONDS', '11'],
    ['MAX_CONNECTIONS', '0'],
    ['SENTRY_DSN', 'here'],
    ['SENTRY_DSN', 'https://sentry.example/42'],
    ['SENTRY_DSN', 'https://key@sentry.example/project'],
    ['METRICS_PORT', '0'],
    ['GIT_REVISION', 'main'],
    ['NODE_ENV', 'Production Line'],
    ['STALE_PURGE_CHANCE', '1.5'],
    ['STALE_PURGE_CHANCE', '-1'],
    ['TRUST_PROXY', '-1'],
    ['LOG_LEVEL', 'loud'],
    ['MAX_UPLOAD_MB', '0'],
    ['MAX_TRACK_MINUTES', 'long'],
    ['MIX_LEASE_SECONDS', '0'],
    ['CORS_ORIGINS', 'app.example'],
    ['CORS_ORIGINS', 'https://app.example/'],
    ['CORS_ORIGINS', 'https://app.example/songs'],
    ['CORS_ORIGINS', 'https://App.example'],
    ['CORS_ORIGINS', 'https://app.example:443'],
    ['CORS_ORIGINS', 'https://somebody@app.example'],
    ['CORS_ORIGINS', 'https://*.app.example'],
    ['CORS_ORIGINS', 'file://app'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://app.example, *'],
  ]

  it.each(malformed)('%s=%s stops the start with its name, its rule and what was given', (name, value) => {
    const refused = lines({ [name]: value })
    expect(refused).toHaveLength(1)
    expect(refused[0]).toContain(`${name}: ${SETTINGS[name].rule}`)
    if (!('secret' in SETTINGS[name])) expect(refused[0]).toContain(JSON.stringify(value))
  })

  it.each([
    ['*', ['*']],
    ['https://app.example', ['https://app.example']],
    ['https://app.example , http://localhost:5173,', ['https://app.example', 'http://localhost:5173']],
  ])('let in the pages of %s', (CORS_ORIGINS, origins) => {
    expect(readSettings({ CORS_ORIGINS })._unsafeUnwrap().CORS_ORIGINS).toEqual(origins)
  })

  it('that are malformed are all named at once', () => {
    expect(lines({ PORT: 'x', LOG_LEVEL: 'y' })).toHaveLength(2)
  })

  it.each(['DATABASE_URL', 'SMTP_URL', 'SENTRY_DSN', 'FACEBOOK_APP_SECRET'] as const)(
    'never show what was given as %s',
    (name) => {
      const refused = lines({ [name]: 'hunter2\n' })
      expect(refused).toHaveLength(1)
      expect(refused.join()).not.toContain('hunter2')
    },
  )

  it.each([
    [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM'],
    [{ FACEBOOK_APP_ID: '1' }, 'FACEBOOK_APP_SECRET'],
    [{ FACEBOOK_APP_SECRET: 's' }, 'FACEBOOK_APP_ID'],
    [{ WORKER: 'off' }, 'DATABASE_URL'],
    [{ S3_BUCKET: 'songs' }, 'S3_REGION'],
    [{ S3_REGION: 'auto' }, 'S3_BUCKET'],
    [{ MEDIA_DELIVERY: 'redirect' }, 'S3_BUCKET'],
  ])('%o needs %s', (environment, name) => {
    const refused = lines(environment)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(new RegExp(`^${name}: .*required`))
  })
})

describe('in production', () => {
  const NEEDED = {
    PUBLIC_URL: 'https://soundhub.example',
    DATABASE_URL: 'postgresql://db/soundhub',
    SMTP_URL: 'smtp://mail',
    MAIL_FROM: 'noreply@soundhub.example',
  }
  const production = { NODE_ENV: 'production' }

  it('what only suits a try-out is required, with a line each', () => {
    const refused = lines(production)
    expect(refused.map((line) => line.split(':')[0])).toEqual(Object.keys(NEEDED))
    for (const line of refused) expect(line).toMatch(/required, because NODE_ENV is production; given: nothing$/)
    expect(lines({ ...production, ...NEEDED })).toEqual([])
  })

  it.each(['all', 'server', 'worker'] as const)('%s needs every one of them, and says it once', (role) => {
    for (const name of Object.keys(NEEDED)) {
      const refused = lines({ ...production, ...NEEDED, [name]: '' }, role)
      expect(refused).toHaveLength(1)
      expect(refused[0]).toMatch(new RegExp(`^${name}: `))
    }
  })

  it.each(['migrate', 'admin'] as const)('%s needs the database only', (role) => {
    expect(lines({ ...production, DATABASE_URL: NEEDED.DATABASE_URL }, role)).toEqual([])
    expect(lines(production, role)).toHaveLength(1)
  })
})

describe('server and worker apart', () => {
  it.each(['server', 'worker'] as const)('%s needs a database that several processes can open', (role) => {
    const refused = lines({}, role)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/^DATABASE_URL: .*the embedded database serves one process only/)
  })

  it('a server leaves the jobs to workers', () => {
    const environment = { DATABASE_URL: 'postgresql://db/soundhub' }
    expect(readSettings(environment, 'server')._unsafeUnwrap().WORKER).toBe('off')
    expect(readSettings(environment)._unsafeUnwrap().WORKER).toBe('on')
  })
})

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soundhub-secrets-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (content: string): string => {
    const path = join(folder, `${Math.abs(content.length)}-${Buffer.from(content).toString('hex').slice(0, 20)}`)
    writeFileSync(path, content)
    return path
  }

  const secrets = [
    ['DATABASE_URL', 'postgresql://u:hunter2@db/soundhub'],
    ['SMTP_URL', 'smtp://u:hunter2@mail'],
    ['FACEBOOK_APP_SECRET', 'hunter2'],
    ['SENTRY_DSN', 'https://hunter2@errors.example/1'],
  ] as const
  const others = { MAIL_FROM: 'a@example.org', FACEBOOK_APP_ID: '1', FACEBOOK_APP_SECRET: 'other' }

  it.each(secrets)('is %s, without the newline at its end', (name, value) => {
    const environment = { ...others, [name]: '', [`${name}_FILE`]: file(`${value}\n`) }
    expect(readSettings(environment)._unsafeUnwrap()[name]).toBe(value)
  })

  it('every setting that is marked as a secret may be one', () => {
    const marked = Object.entries(SETTINGS).filter(([, setting]) => 'secret' in setting)
    for (const [name] of marked)
      expect(lines({ [`${name}_FILE`]: '/nowhere' })[0]).toMatch(new RegExp(`^${name}_FILE: `))
    expect(marked.length).toBeGreaterThanOrEqual(secrets.length)
  })

  it.each(secrets)('that is given as %s, too, is refused and not shown', (name, value) => {
    const refused = lines({ [name]: value, [`${name}_FILE`]: file(value) })
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(new RegExp(`^${name}_FILE: unset where ${name} is set; given: "/`))
    expect(refused.join()).not.toContain('hunter2')
  })

  it('that cannot be read, or is empty, is a line', () => {
    expect(lines({ SMTP_URL_FILE: '/nowhere', DATABASE_URL_FILE: file('\n') })).toEqual([
      `DATABASE_URL_FILE: a file that is not empty; given: ${JSON.stringify(file('\n'))}`,
      'SMTP_URL_FILE: a file that can be read; given: "/nowhere" (ENOENT)',
    ])
  })

  it('that is malformed is not shown', () => {
    const refused = lines({ DATABASE_URL_FILE: file('mysql://u:hunter2@db') })
    expect(refused).toEqual(['DATABASE_URL: postgresql://…; given: ••••'])
  })
})
