import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { httpApp } from '#adapters/http/app.ts'
import { S3BlobStore } from '#adapters/s3/s3-blob-store.ts'
import { signedUrls } from '#adapters/s3/signed-urls.ts'
import { someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { soundhub } from '#application/soundhub.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { type S3Server, startS3 } from '#test/s3/s3-server.ts'

const PATH = 'user_1/Post_2/track_1.wav' as MediaPath
const BYTES = Buffer.from(someBytes(1000))

let s3: S3Server
let app: ReturnType<typeof httpApp>
beforeAll(async () => {
  s3 = await startS3()
  const bucket = s3.open()
  const ports = memoryPorts()
  const blobs = new S3BlobStore({ bucket, staging: ports.staging })
  const file = await valueOf(ports.staging.receive(streamOf([BYTES]).stream, { maximumBytes: 1e9 }))
  await valueOf(blobs.keep(file, PATH))
  app = httpApp(soundhub({ ...ports, blobs }), {
    publicUrl: 'http://localhost:8000',
    signMedia: signedUrls(bucket, { seconds: 600 }),
  })
})
afterAll(() => s3.close())

const ask = (path: string, method = 'GET') => app.request(`/media/${path}`, { method })
const sentTo = async (path: string, method = 'GET') => (await ask(path, method)).headers.get('Location') ?? ''

describe('a file that is delivered by redirect', () => {
  it('is read from the bucket, and kept as long as if the server had sent it', async () => {
    const answer = await ask(`${PATH}?download=Riff`)
    expect([answer.status, await answer.text(), answer.headers.get('Cache-Control')]).toEqual([
      302,
      '',
      'private, max-age=300',
    ])
    const file = await fetch(answer.headers.get('Location') ?? '')
    expect(Buffer.from(await file.arrayBuffer()).equals(BYTES)).toBe(true)
    expect(file.headers.get('Content-Type')).toBe('audio/wav')
    expect(file.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(file.headers.get('Content-Disposition')).toMatch(/^attachment; filename="Riff\.wav"/)
  })

  it('is read in part, too', async () => {
    const part = await fetch(await sentTo(PATH), { headers: { Range: 'bytes=10-19' } })
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(BYTES.subarray(10, 20))]).toEqual([206, true])
  })

  it('shows its head to HEAD, for which the signature is another', async () => {
    const head = await fetch(await sentTo(PATH, 'HEAD'), { method: 'HEAD' })
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, '1000'])
  })

  it('is open for as long as it was signed for', async () => {
    const { searchParams } = new URL(await sentTo(PATH))
    expect([searchParams.get('X-Amz-Expires'), searchParams.get('X-Amz-Signature')]).toEqual([
      '600',
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ])
  })

  it('that is not there is not sent for', async () => {
    expect((await ask('user_1/Post_2/other.wav')).status).toBe(404)
  })
})
