import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CreateMultipartUploadCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { memoryFiles } from '#adapters/memory/media/memory-staging-and-blob-store.ts'
import type { S3Location } from '#adapters/s3/s3-bucket.ts'
import { S3BlobStore } from '#adapters/s3/s3-blob-store.ts'
import { bytesOf, gatherBytes, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { expectUnavailable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { HOUR, instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { type S3Server, startS3 } from '#test/s3/s3-server.ts'

const MEBIBYTE = 1024 * 1024
/** Two parts of 5 MiB and a smaller one. */
const LONG = Buffer.from(someBytes(11 * MEBIBYTE))

let s3: S3Server
beforeAll(async () => {
  s3 = await startS3()
})
afterEach(() => {
  s3.fault = () => null
})
afterAll(() => s3.close())

let places = 0

const newStore = (given: Partial<S3Location> = {}) => {
  const bucket = s3.open(given)
  const { staging } = memoryFiles()
  const store = new S3BlobStore({ bucket, staging })
  const path = `user_1/Post_${++places}/track_1.wav` as MediaPath
  const keep = async (bytes: Uint8Array) => {
    const file = await valueOf(staging.receive(streamOf([bytes]).stream, { maximumBytes: 1e9 }))
    return store.keep(file, path)
  }
  const content = async () => {
    const blob = await valueOf(store.read(path))
    return blob === null ? null : Buffer.from(await bytesOf(blob.bytes))
  }
  return { bucket, store, path, keep, content }
}

const requestsSince = (before: number) => s3.requests.slice(before)

describe('a bucket', () => {
  it('gets a long file in parts of 5 MiB, and any file with its type', async () => {
    const { keep, content, bucket, path } = newStore()
    const before = s3.requests.length
    expect((await keep(LONG)).isOk()).toBe(true)
    expect(requestsSince(before).filter((request) => request.includes('partNumber='))).toHaveLength(3)
    expect(s3.largest()).toBe(5 * MEBIBYTE)
    expect((await content())?.equals(LONG)).toBe(true)
    expect(await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: path }))).toMatchObject({
      ContentType: 'audio/wav',
    })
  })

  it('has nothing of a file one part of which cannot be sent', async () => {
    const { keep, content } = newStore()
    s3.fault = ({ url }) => (url.includes('partNumber=2') ? '503' : null)
    expect((await keep(LONG)).isErr()).toBe(true)
    expect([await content(), await s3.unfinished()]).toEqual([null, 0])
  })

  it('has a file whose sender was never told', async () => {
    for (const bytes of [someBytes(10), LONG]) {
      const { keep, content } = newStore()
      s3.fault = ({ method, url }) =>
        (method === 'PUT' && !url.includes('partNumber')) || (method === 'POST' && url.includes('uploadId'))
          ? 'timed out'
          : null
      expect((await keep(bytes)).isOk()).toBe(true)
      s3.fault = () => null
      expect((await content())?.equals(bytes)).toBe(true)
    }
  })

  it('gets a file that must not be replaced although it knows no such conditions', async () => {
    const { keep, content } = newStore()
    s3.fault = ({ headers }) => (headers['if-none-match'] === undefined ? null : '501')
    expect((await keep(someBytes(10))).isOk()).toBe(true)
    expect((await content())?.equals(someBytes(10))).toBe(true)
  })

  it('is asked for bytes by whoever reads them only', async () => {
    const { keep, store, path } = newStore()
    await keep(someBytes(10))
    const before = s3.requests.length
    expect(await valueOf(store.read(path))).toMatchObject({ size: 10 })
    expect(requestsSince(before).map((request) => request.split(' ')[0])).toEqual(['HEAD'])
  })

  it.each(['cut', 'slow'] as const)('does not pass for read to its end where its answer is %s', async (fault) => {
    const { keep, store, path } = newStore({ patience: { attempts: 1, answerMs: 200, silenceMs: 200 } })
    await keep(someBytes(1000))
    const blob = (await valueOf(store.read(path)))!
    s3.fault = () => fault
    expect((await gatherBytes(blob.bytes)).isErr()).toBe(true)
  })

  it('waits for a reader who pauses, but not for a storage that does', async () => {
    const { keep, store, path } = newStore({ patience: { silenceMs: 100 } })
    await keep(LONG)
    const pieces = (await valueOf(store.read(path)))!.bytes[Symbol.asyncIterator]()
    let bytes = (await pieces.next()).value?._unsafeUnwrap().length ?? 0
    await new Promise((over) => setTimeout(over, 300))
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next())
      bytes += next.value._unsafeUnwrap().length
    expect(bytes).toBe(LONG.length)
  })

  it('that is not there is out of reach, and not empty', async () => {
    const { keep, store, path } = newStore({ bucket: 'other' })
    await expectUnavailable(store.read(path))
    await expectUnavailable(store.list(null, 10))
    await expectUnavailable(store.remove(path))
    await expectUnavailable(store.abortUnfinished(instant(0)))
    expect((await keep(someBytes(1))).isErr()).toBe(true)
  })

  it.each(['', '/', '..', '../x', 'user_1/../x', '/user_1/x', 'user_1//x', 'user_1/x y', 'user_1/.x'])(
    'is not asked for %j, which is no path of a file',
    async (raw) => {
      const { store } = newStore()
      const before = s3.requests.length
      await expectUnavailable(store.read(raw as MediaPath))
      await expectUnavailable(store.remove(raw as MediaPath))
      await expectUnavailable(store.removeFolder(`${raw}/../x`))
      expect(requestsSince(before)).toEqual([])
    },
  )

  it('gives up uploads of dead processes that are old enough, and no younger ones', async () => {
    const { bucket, store, keep, content, path } = newStore()
    await keep(someBytes(10))
    for (const Key of [path, `${path}2`, 'elsewhere/x'])
      await bucket.client.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key }))
    expect(await valueOf(store.abortUnfinished(instant(Date.now() - HOUR)))).toBe(0)
    expect(await s3.unfinished()).toBe(3)
    expect(await valueOf(store.abortUnfinished(instant(Date.now() + HOUR)))).toBe(2)
    expect(await s3.unfinished()).toBe(1)
    expect((await content())?.equals(someBytes(10))).toBe(true)
  })

  it('that lists no such uploads has none', async () => {
    const { store } = newStore()
    s3.fault = () => '501'
    expect(await valueOf(store.abortUnfinished(instant(Date.now() + HOUR)))).toBe(0)
  })
})
