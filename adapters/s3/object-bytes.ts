import type { Readable } from 'node:stream'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { err, ok, type Result } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { ByteRange } from '#application/track/staging-and-blob-store.ts'
import type { S3Bucket } from './s3-bucket.ts'

/**
 * The bytes of an object of this size, or a range of it. It is asked for when the first chunk is read, so that a stream
 * nobody reads holds no connection.
 */
export const objectBytes = (bucket: S3Bucket, key: string, size: number, range?: ByteRange): ByteStream => ({
  [Symbol.asyncIterator]: () => chunks(bucket, key, size, range),
})

async function* chunks(
  bucket: S3Bucket,
  key: string,
  size: number,
  range: ByteRange | undefined,
): AsyncGenerator<Result<Uint8Array, Unavailable>> {
  const expected = range === undefined ? size : range.last - range.first + 1
  let body: Readable | undefined
  try {
    body = await bodyOf(bucket, key, range)
    let received = 0
    for await (const chunk of unlessSilent(body, bucket.silenceMs)) {
      received += chunk.length
      if (received > expected) break
      yield ok(chunk)
    }
    if (received !== expected) throw new Error(`${key} was not sent in its length of ${expected} bytes`)
  } catch (cause) {
    yield err(unavailable('files', cause))
  } finally {
    body?.destroy()
  }
}

const bodyOf = async ({ client, name }: S3Bucket, key: string, range: ByteRange | undefined): Promise<Readable> => {
  const part = range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` }
  const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key, ...part }))
  return Body as Readable
}

async function* unlessSilent(body: Readable, milliseconds: number): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const hear = async () => {
    const silence = setTimeout(() => body.destroy(new Error(`nothing was sent for ${milliseconds} ms`)), milliseconds)
    try {
      return await pieces.next()
    } finally {
      clearTimeout(silence)
    }
  }
  for (let next = await hear(); next.done !== true; next = await hear()) yield next.value
}
