import { Readable } from 'node:stream'
import { Upload } from '@aws-sdk/lib-storage'
import type { StagedFile, Staging } from '#application/track/staging-and-blob-store.ts'
import { isNotImplemented } from './s3-error.ts'
import type { S3Bucket } from './s3-bucket.ts'

/** The smallest that S3 allows. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS_AT_ONCE = 2

/** What is stored with the object, for whoever is sent to it. */
export type ObjectHeaders = { readonly ContentType: string; readonly CacheControl: string }

async function* pieces(staging: Staging, file: StagedFile): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of staging.read(file)) {
    if (piece.isErr()) throw piece.error.cause
    bytes += piece.value.length
    yield piece.value
  }
  if (bytes !== file.bytes) throw new Error(`${bytes} bytes were staged, not ${file.bytes}`)
}

type Uploading = {
  readonly bucket: S3Bucket
  readonly staging: Staging
  readonly file: StagedFile
  readonly key: string
  readonly headers: ObjectHeaders
}

const upload = async ({ bucket, staging, file, key, headers }: Uploading, condition: object): Promise<void> => {
  await new Upload({
    client: bucket.client,
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
    params: { Bucket: bucket.name, Key: key, Body: Readable.from(pieces(staging, file)), ...headers, ...condition },
  }).done()
}

/**
 * Uploads a staged file, in parts of 5 MB of which two are in memory; an unfinished one is aborted. Does not replace an
 * object, where the storage knows such conditions.
 */
export const uploadStaged = async (uploading: Uploading): Promise<void> => {
  try {
    await upload(uploading, { IfNoneMatch: '*' })
  } catch (cause) {
    if (!isNotImplemented(cause)) throw cause
    await upload(uploading, {})
  }
}
