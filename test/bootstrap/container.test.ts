import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { containerOf, STORAGE_MODULES, type Storage, open } from '#bootstrap/container.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { type Services, TOKENS } from '#bootstrap/tokens.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { S3_CREDENTIALS, startS3 } from '#test/s3/s3-server.ts'

const KINDS = Object.keys(STORAGE_MODULES) as readonly Storage[]
const NAMES = Object.keys(TOKENS) as readonly (keyof Services)[]

describe('the container', () => {
  it.each(KINDS)('that keeps everything %s gives every service', async (kept) => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-container-'))
    const container = containerOf(readSettings({ DATA_DIR, LOG_LEVEL: 'warn' })._unsafeUnwrap(), kept)
    const services = await open(container, NAMES)
    for (const name of NAMES) expect(services[name], name).toBeDefined()
    await services.cleanup.run()
    await rm(DATA_DIR, { recursive: true })
  })

  it('gives the same service to everybody who asks', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-container-'))
    const container = containerOf(readSettings({ DATA_DIR, LOG_LEVEL: 'warn' })._unsafeUnwrap(), 'in memory')
    const [one, other] = [await open(container, ['unitOfWork']), await open(container, ['unitOfWork'])]
    expect(one.unitOfWork).toBe(other.unitOfWork)
    await rm(DATA_DIR, { recursive: true })
  })

  it.each(['proxy', 'redirect'] as const)('keeps media in the bucket that is named, delivered by %s', async (how) => {
    const [DATA_DIR, s3] = [await mkdtemp(join(tmpdir(), 'soundhub-container-')), await startS3()]
    vi.stubEnv('AWS_ACCESS_KEY_ID', S3_CREDENTIALS.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_CREDENTIALS.secretAccessKey)
    onTestFinished(async () => {
      vi.unstubAllEnvs()
      await s3.close()
      await rm(DATA_DIR, { recursive: true })
    })
    const { bucket: S3_BUCKET, region: S3_REGION } = s3.location
    const named = { S3_BUCKET, S3_REGION, S3_ENDPOINT: s3.url, S3_FORCE_PATH_STYLE: 'true', MEDIA_DELIVERY: how }
    const container = containerOf(readSettings({ DATA_DIR, LOG_LEVEL: 'warn', ...named })._unsafeUnwrap())
    const { blobs, staging, signMedia, cleanup } = await open(container, ['blobs', 'staging', 'signMedia', 'cleanup'])
    const file = await valueOf(staging.receive(streamOf([someBytes(10)]).stream, { maximumBytes: 10 }))
    await valueOf(blobs.keep(file, 'user_1/Post_2/track_1.wav' as MediaPath))
    expect(s3.requests.some((request) => request.startsWith('PUT /songs/user_1/Post_2/track_1.wav'))).toBe(true)
    expect(signMedia === null).toBe(how === 'proxy')
    await cleanup.run()
  })
})
