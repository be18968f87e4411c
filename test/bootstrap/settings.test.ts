import { describe, expect, it } from 'vitest'
import { readSettings, type SettingName, SETTINGS } from '#bootstrap/settings.ts'

const lines = (environment: Record<string, string>): readonly string[] =>
  readSettings(environment).match(
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
    ['SENTRY_DSN', 'here'],
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
