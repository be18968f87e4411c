import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { copyAllMedia, type MediaPlace } from '#bootstrap/admin-media.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { COMPILE_CACHE } from '#test/compile-cache.ts'
import { S3_CREDENTIALS, type S3Server, startS3 } from '#test/s3/s3-server.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let s3: S3Server
beforeAll(async () => {
  s3 = await startS3()
  vi.stubEnv('AWS_ACCESS_KEY_ID', S3_CREDENTIALS.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_CREDENTIALS.secretAccessKey)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await s3.close()
})

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-copy-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const environmentOf = (dataDir: string) => ({
  DATA_DIR: dataDir,
  S3_BUCKET: s3.location.bucket,
  S3_REGION: s3.location.region,
  S3_ENDPOINT: s3.url,
  S3_FORCE_PATH_STYLE: 'true',
})

/** Runs `npm run admin -- media copy` to its end. */
const run = async (dataDir: string, from: string, to: string) => {
  const child = spawn(process.execPath, ['bootstrap/admin.ts', 'media', 'copy', '--from', from, '--to', to], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, ...process.env, ...environmentOf(dataDir) },
  })
  let [out, complaints] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => void (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out.trim().split('\n'), complaints: complaints.trim() }
}

/** The same in this process; its last line. */
const copy = (from: MediaPlace, dataDir: string, others: Record<string, string> = {}) =>
  copyAllMedia(readSettings({ ...environmentOf(dataDir), ...others })._unsafeUnwrap(), from, () => undefined)

const FILES = Array.from({ length: 51 }, (_, at) => [`user_1/Post_${at + 1}/track_0.wav`, `sound ${at}`] as const)

it('moves an installation to S3 and back, may be repeated, and tells how far it is', async () => {
  const [old, young] = [await newFolder(), await newFolder()]
  for (const [path, content] of FILES) {
    await mkdir(dirname(join(old, 'media', path)), { recursive: true })
    await writeFile(join(old, 'media', path), content)
  }
  expect(await run(old, 'file', 's3')).toEqual({
    code: 0,
    out: ['50 copied, 0 there already, 0 MB', '51 copied, 0 there already, 0 MB'],
    complaints: '',
  })
  expect(await copy('file', old)).toBe('0 copied, 51 there already, 0 MB')
  expect(await copy('s3', young)).toBe('51 copied, 0 there already, 0 MB')
  for (const [path, content] of FILES) expect(await readFile(join(young, 'media', path), 'utf8')).toBe(content)
  expect((await readdir(join(young, 'tmp'))).length).toBe(0)
})

it('says why it cannot', async () => {
  const folder = await newFolder()
  const without = { S3_BUCKET: '', S3_REGION: '', S3_ENDPOINT: '' }
  await expect(copy('file', folder, without)).rejects.toThrow(/^S3_BUCKET: /)
  await expect(copy('s3', folder, { S3_BUCKET: 'other' })).rejects.toThrow(/cannot be reached/)
})
