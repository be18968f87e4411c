import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { COMPILE_CACHE } from '#test/compile-cache.ts'
import { S3_CREDENTIALS, type S3Server, startS3 } from '#test/s3/s3-server.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let s3: S3Server
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3.close())

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-copy-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Runs `npm run admin -- media copy` to its end. */
const copy = async (dataDir: string, from: string, to: string, environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['bootstrap/admin.ts', 'media', 'copy', '--from', from, '--to', to], {
    cwd: ROOT,
    env: {
      ...COMPILE_CACHE,
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      S3_BUCKET: s3.location.bucket,
      S3_REGION: s3.location.region,
      S3_ENDPOINT: s3.url,
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
      ...environment,
    },
  })
  let [out, complaints] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => void (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out.trim().split('\n'), complaints: complaints.trim() }
}

const FILES = Array.from({ length: 101 }, (_, at) => [`user_1/Post_${at + 1}/track_0.wav`, `sound ${at}`] as const)

it('moves an installation to S3 and back, may be repeated, and tells how far it is', async () => {
  const [old, young] = [await newFolder(), await newFolder()]
  for (const [path, content] of FILES) {
    await mkdir(dirname(join(old, 'media', path)), { recursive: true })
    await writeFile(join(old, 'media', path), content)
  }
  expect(await copy(old, 'file', 's3')).toEqual({
    code: 0,
    out: ['100 copied, 0 there already, 0 MB', '101 copied, 0 there already, 0 MB'],
    complaints: '',
  })
  expect((await copy(old, 'file', 's3')).out.at(-1)).toBe('0 copied, 101 there already, 0 MB')
  expect((await copy(young, 's3', 'file')).out.at(-1)).toBe('101 copied, 0 there already, 0 MB')
  for (const [path, content] of FILES) expect(await readFile(join(young, 'media', path), 'utf8')).toBe(content)
  expect((await readdir(join(young, 'tmp'))).length).toBe(0)
})

it('says why it cannot', async () => {
  const folder = await newFolder()
  const without = await copy(folder, 'file', 's3', { S3_BUCKET: '', S3_REGION: '', S3_ENDPOINT: '' })
  expect([without.code, without.complaints]).toEqual([1, expect.stringMatching(/^S3_BUCKET: /)])
  const wrong = await copy(folder, 's3', 'file', { S3_BUCKET: 'other' })
  expect([wrong.code, wrong.complaints]).toEqual([1, expect.stringMatching(/may be repeated\n.*bucket/)])
})
