import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { packedSoundhub } from './packed-soundhub.ts'

/** What a host has to install beside neverthrow for each entry point. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  './client': [],
  './domain': [],
  './facebook': [],
  './ffmpeg': ['file-type'],
  './files': [],
  './google': ['jose'],
  './http': ['hono', 'zod'],
  './images': ['sharp'],
  './mail': ['nodemailer'],
  './memory': [],
  './node': [
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@aws-sdk/s3-request-presigner',
    '@electric-sql/pglite',
    '@electric-sql/pglite-prepopulatedfs',
    '@hono/node-server',
    '@mikro-orm/migrations',
    '@mikro-orm/pglite',
    '@mikro-orm/postgresql',
    '@node-rs/argon2',
    '@sentry/node',
    '@zxcvbn-ts/language-common',
    'file-type',
    'hono',
    'inversify',
    'jose',
    'kysely',
    'lru-cache',
    'nodemailer',
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'sharp',
    'tinypool',
    'zod',
  ],
  './password-hashing': ['@node-rs/argon2', '@zxcvbn-ts/language-common'],
  './pg-boss': ['pg', 'pg-boss'],
  './postgres': [
    '@electric-sql/pglite',
    '@electric-sql/pglite-prepopulatedfs',
    '@mikro-orm/migrations',
    '@mikro-orm/pglite',
    '@mikro-orm/postgresql',
    'kysely',
    'lru-cache',
    'pg',
  ],
  './rate-limits': ['pg', 'rate-limiter-flexible'],
  './s3': ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', '@aws-sdk/s3-request-presigner'],
  './serve': ['@hono/node-server', 'hono', 'zod'],
  './stem-threads': ['tinypool'],
  './system': [],
  './testing': ['fast-check'],
}

/** They run wherever JavaScript does. */
const ANYWHERE = ['.', './client', './domain', './memory', './testing']

type Published = { readonly exports: Readonly<Record<string, { readonly default: string; readonly types: string }>> }

/** All that a file imports, over any number of files: modules of others by name. */
const importsOf = async (file: string, seen = new Set<string>()): Promise<readonly string[]> => {
  if (seen.has(file)) return []
  seen.add(file)
  const text = await readFile(file, 'utf8')
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module
  const named = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...dynamicImports
      .map(({ moduleRequest: { start, end } }) => text.slice(start, end))
      .filter((request) => /^['"`]/.test(request) && !request.includes('${'))
      .map((request) => request.slice(1, -1)),
  ].filter((specifier) => specifier !== undefined)
  const within = named.filter((specifier) => specifier.startsWith('.'))
  const around = await Promise.all(within.map((path) => importsOf(join(dirname(file), path), seen)))
  return [...named.filter((specifier) => !specifier.startsWith('.')), ...around.flat()]
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const everyEntryPoint = async () => {
  const { folder } = await packedSoundhub()
  const installed = join(folder, 'node_modules/soundhub')
  const { exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Published
  const entries = Object.entries(exports).filter(([name]) => name !== './package.json')
  return Promise.all(
    entries.map(async ([name, paths]) => ({ name, imports: await importsOf(join(installed, paths.default)) })),
  )
}

test('an entry point asks for its own libraries, and for no others', async () => {
  const found = (await everyEntryPoint()).map(({ name, imports }) => {
    const packages = imports.filter((specifier) => !isBuiltin(specifier)).map(packageOf)
    return [name, [...new Set(packages)].filter((one) => one !== 'neverthrow').toSorted()]
  })
  expect(Object.fromEntries(found)).toEqual(NEEDS)
})

test('what needs no Node names no module of it', async () => {
  const found = await everyEntryPoint()
  const builtins = found
    .filter(({ name }) => ANYWHERE.includes(name))
    .flatMap(({ imports }) => imports.filter(isBuiltin))
  expect(builtins).toEqual([])
})

const NAMES = Object.keys(NEEDS).map((name) => `soundhub${name.slice(1)}`)
const PEERS = [...new Set(Object.values(NEEDS).flat())]
/** The types of those that bring none. */
const TYPES = Object.keys(manifest.devDependencies).filter((name) => ['@types/node', '@types/pg'].includes(name))

test('every entry point loads, and its declarations compile, where its libraries are installed', async () => {
  const host = await packedSoundhub({ peers: [...PEERS, ...TYPES, '@ffmpeg/core'] })
  await host.write({
    'load.mjs': NAMES.map((name) => `await import('${name}')`).join('\n'),
    'types.ts': NAMES.map((name, at) => `export * as all${at} from '${name}'`).join('\n'),
    'sound.mjs': `import { describeFfmpeg, findFfmpeg } from 'soundhub/ffmpeg'
      const found = await findFfmpeg({ sources: ['@ffmpeg/core'], searchPath: '' })
      console.log(describeFfmpeg(found.value))`,
  })
  expect(await host.run('node', 'load.mjs')).toMatchObject({ code: 0, stderr: '' })
  // What others' own declarations get wrong is not asked here.
  const wrong = (await host.compile('types.ts'))
    .split('\n')
    .filter((line) => !/^(?:(?:\.\.\/)*(?:\S+\/)?node_modules\/(?!soundhub\/)| |$)/.test(line))
  expect(wrong).toEqual([])
  expect(await host.run('node', 'sound.mjs')).toMatchObject({
    stdout: expect.stringMatching(/^ffmpeg 5\.1\.4 WebAssembly/) as unknown,
  })
})
