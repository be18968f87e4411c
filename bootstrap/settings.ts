import { availableParallelism } from 'node:os'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { DEFAULT_PURGE_CHANCE } from '#domain/account/stale-users.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { hasLittleMemory } from './low-memory.ts'
import { requiredSettings } from './required-settings.ts'
import type { Role } from './role.ts'
import { withSecretFiles } from './secret-files.ts'

const whole = (minimum: number, maximum: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(minimum).max(maximum))

const decimal = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const words = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
)
/** As browsers send it: `https://app.example`, without a path or trailing slash. */
const isOrigin = (word: string): boolean => {
  const url = URL.parse(word)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === word && !word.includes('*')
}
const origins = words.refine((all) => all.every((one) => isOrigin(one) || (one === '*' && all.length === 1)))

const line = z.string().regex(/^[^\r\n]+$/)

type Setting<Schema extends z.ZodType> = { readonly schema: Schema; readonly rule: string; readonly secret?: true }
const setting = <Schema extends z.ZodType>(schema: Schema, rule: string, secret?: true): Setting<Schema> =>
  secret ? { schema, rule, secret } : { schema, rule }

export const MEGABYTE = 1_000_000

/** All settings: how each is parsed, and its rule in words for the error message. */
export const SETTINGS = {
  PORT: setting(whole(1, 65_535).default(8000), 'a port, 1 to 65535'),
  HOST: setting(line.default('127.0.0.1'), 'an address or a host name to listen on'),
  PUBLIC_URL: setting(httpUrl.optional(), 'an http or https URL; links in mails start with it'),
  DATA_DIR: setting(line.default('./.soundhub'), 'a folder'),
  DATABASE_URL: setting(z.url({ protocol: /^postgres(ql)?$/ }).optional(), 'postgresql://…', true),
  MEDIA_URL: setting(
    z
      .string()
      .regex(/^(\/|https?:\/\/).*\/$/)
      .default('/media/'),
    'a path or an http URL that ends with a slash',
  ),
  S3_BUCKET: setting(line.optional(), 'the name of a bucket'),
  S3_REGION: setting(line.optional(), 'the name of a region'),
  S3_ENDPOINT: setting(httpUrl.optional(), 'an http or https URL'),
  S3_FORCE_PATH_STYLE: setting(z.enum(['true', 'false']).default('false'), 'true or false'),
  S3_CHECKSUMS: setting(
    z.enum(['when-supported', 'when-required']).default('when-supported'),
    'when-supported or when-required (for storages that refuse the checksums of Amazon’s SDK)',
  ),
  MEDIA_DELIVERY: setting(
    z.enum(['proxy', 'redirect']).default('proxy'),
    'proxy (through the server) or redirect (to signed URLs of the bucket)',
  ),
  SMTP_URL: setting(z.url({ protocol: /^smtps?$/ }).optional(), 'smtp://… or smtps://…', true),
  MAIL_FROM: setting(line.includes('@').optional(), 'a sender, such as Soundhub <noreply@example.org>'),
  GOOGLE_CLIENT_IDS: setting(words.default([]), 'client ids, separated by commas'),
  GOOGLE_JWKS_URL: setting(httpUrl.default('https://www.googleapis.com/oauth2/v3/certs'), 'an http or https URL'),
  GOOGLE_ISSUERS: setting(
    words.default(['https://accounts.google.com', 'accounts.google.com']),
    'issuers, separated by commas',
  ),
  FACEBOOK_APP_ID: setting(z.string().regex(/^\d+$/).optional(), 'the digits of an app id'),
  FACEBOOK_APP_SECRET: setting(line.optional(), 'the secret of the app', true),
  FACEBOOK_GRAPH_URL: setting(httpUrl.default('https://graph.facebook.com'), 'an http or https URL'),
  PAGE: setting(z.enum(['on', 'off']).default('on'), 'on (browsers get pages) or off (the API alone)'),
  WORKER: setting(z.enum(['on', 'off']).default('on'), 'on (in the server) or off (in separate processes)'),
  WORKER_CONCURRENCY: setting(
    whole(1, 256).default(Math.max(1, availableParallelism() - 1)),
    'how many mixes a worker renders at once, 1 to 256',
  ),
  LOW_MEMORY: setting(
    z.enum(['on', 'off']).default(hasLittleMemory() ? 'on' : 'off'),
    'on (the embedded database takes less memory and more time) or off',
  ),
  DRAIN_SECONDS: setting(
    decimal(0, 10).default(1),
    'seconds for which a server that ends goes on taking requests, 0 to 10',
  ),
  MAX_CONNECTIONS: setting(whole(1, 1_000_000).default(5000), 'how many connections a server keeps open, 1 or more'),
  SENTRY_DSN: setting(
    z
      .url({ protocol: /^https?$/ })
      .regex(/^https?:\/\/[^/@]+@[^/]+\/(?:.*\/)?\d+$/)
      .optional(),
    'the DSN of a Sentry project, https://key@host/number',
    true,
  ),
  METRICS_PORT: setting(whole(1, 65_535).optional(), 'a port, 1 to 65535; metrics are served there'),
  GIT_REVISION: setting(
    z
      .string()
      .regex(/^[0-9a-f]{7,64}$/)
      .optional(),
    'the hash of a commit, for reports of errors',
  ),
  NODE_ENV: setting(
    z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,31}$/)
      .default('development'),
    'the name of an environment, such as production',
  ),
  FFMPEG_PATH: setting(line.optional(), 'the path of a working ffmpeg'),
  STALE_PURGE_CHANCE: setting(decimal(0, 1).default(DEFAULT_PURGE_CHANCE), 'a number from 0 to 1'),
  TRUST_PROXY: setting(whole(0, 16).default(0), 'the number of proxies in front of the server, 0 to 16'),
  CORS_ORIGINS: setting(
    origins.default([]),
    'origins allowed by CORS, such as https://app.example, separated by commas; or * alone for all',
  ),
  RATE_LIMITS: setting(
    z.enum(['database', 'process']).default('database'),
    'database (all processes count together) or process (each counts on its own)',
  ),
  LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'trace, debug, info, warn, error, fatal or silent',
  ),
  MAX_UPLOAD_MB: setting(decimal(0.001, 100_000).default(50), 'megabytes (of 1,000,000 bytes), more than 0'),
  MAX_TRACK_MINUTES: setting(decimal(0.001, 10_000).default(15), 'minutes, more than 0'),
  CACHE_MB: setting(decimal(0, 10_000_000).default(2048), 'megabytes (of 1,000,000 bytes), 0 or more'),
  MIX_LEASE_SECONDS: setting(decimal(0.3, 3600).default(DEFAULT_LEASE / 1000), 'seconds, 0.3 to 3600'),
} as const

export type SettingName = keyof typeof SETTINGS

type Read = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> }

/** All settings, valid together, and what the process that reads them is there for. */
export type Settings = Read & { readonly PUBLIC_URL: string; readonly role: Role }

const MASK = '••••'

const shown = (name: SettingName, value: string): string => ('secret' in SETTINGS[name] ? MASK : JSON.stringify(value))

const SECRETS = Object.keys(SETTINGS).filter((name) => 'secret' in SETTINGS[name as SettingName])

/**
 * Reads the environment, and secrets from the files that it names. An empty value counts as unset. Each malformed or
 * missing setting is one line with its name, its rule and the given value; secrets are masked.
 */
export const readSettings = (
  given: Readonly<Record<string, string | undefined>>,
  role: Role = 'all',
): Result<Settings, readonly string[]> =>
  withSecretFiles(given, SECRETS).andThen((environment) => readEnvironment(environment, role))

const readEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
  role: Role,
): Result<Settings, readonly string[]> => {
  const lines: string[] = []
  const read: Record<string, unknown> = {}
  for (const [name, { schema, rule }] of Object.entries(SETTINGS)) {
    const value = environment[name] === '' ? undefined : environment[name]
    const parsed = schema.safeParse(value)
    if (parsed.success) read[name] = parsed.data
    else lines.push(`${name}: ${rule}; given: ${shown(name as SettingName, value ?? '')}`)
  }
  if (lines.length > 0) return err(lines)
  const all = read as Read
  const missing = requiredSettings(all, { role, isProduction: environment['NODE_ENV'] === 'production' })
  if (missing.length > 0) {
    return err(
      missing.map(
        ({ name, because }) => `${name}: ${SETTINGS[name].rule}; required, because ${because}; given: nothing`,
      ),
    )
  }
  const WORKER = role === 'server' ? 'off' : all.WORKER
  return ok({ ...all, WORKER, role, PUBLIC_URL: all.PUBLIC_URL ?? `http://localhost:${all.PORT}` })
}
