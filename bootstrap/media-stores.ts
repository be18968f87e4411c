import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { makeTemporaryFolder } from '#adapters/file-system/temporary.ts'
import type { S3Bucket } from '#adapters/s3/s3-bucket.ts'
import type { BlobStore, Staging } from '#application/track/staging-and-blob-store.ts'
import { CannotStart } from './cannot-start.ts'
import type { Cleanup } from './cleanup.ts'
import type { Settings } from './settings.ts'

/** A staging area of its own in this folder. */
export const openStagingIn = async (folder: string, cleanup: Cleanup, name: string): Promise<FileSystemStaging> => {
  const made = await makeTemporaryFolder(folder)
  if (made.isErr()) throw new CannotStart([`${name} is not writable`], made.error.cause)
  cleanup.add('temporary files', () => rm(made.value, { recursive: true, force: true }))
  return new FileSystemStaging(made.value)
}

/** A staging area in DATA_DIR, for a command. */
export const openStaging = ({ DATA_DIR }: Settings, cleanup: Cleanup): Promise<FileSystemStaging> =>
  openStagingIn(join(DATA_DIR, 'tmp'), cleanup, `DATA_DIR: ${DATA_DIR}`)

/** Media in DATA_DIR. */
export const mediaInFiles = ({ DATA_DIR }: Settings, staging: FileSystemStaging): BlobStore =>
  new FileSystemBlobStore({ root: join(DATA_DIR, 'media'), staging })

/** The bucket of the settings, `null` if they name none. Amazon's SDK takes a second to load, so only then is it loaded. */
export const openBucket = async (settings: Settings, cleanup: Cleanup): Promise<S3Bucket | null> => {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ENDPOINT: endpoint } = settings
  if (bucket === undefined || region === undefined) return null
  const { openS3Bucket } = await import('#adapters/s3/s3-bucket.ts')
  const opened = openS3Bucket({
    bucket,
    region,
    endpoint,
    forcePathStyle: settings.S3_FORCE_PATH_STYLE === 'true',
    checksums: settings.S3_CHECKSUMS,
  })
  cleanup.add('bucket', () => opened.close())
  return opened
}

/** Media in the bucket. */
export const mediaInBucket = async (bucket: S3Bucket, staging: Staging): Promise<BlobStore> => {
  const { S3BlobStore } = await import('#adapters/s3/s3-blob-store.ts')
  return new S3BlobStore({ bucket, staging })
}
