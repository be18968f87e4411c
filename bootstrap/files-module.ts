import { join } from 'node:path'
import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { FileSystemPartialUploads } from '#adapters/file-system/file-system-partial-uploads.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { StemThreads } from '#adapters/file-system/stem-threads.ts'
import type { S3Bucket } from '#adapters/s3/s3-bucket.ts'
import type { SignMedia } from '#adapters/http/dependencies.ts'
import type { Cleanup } from './cleanup.ts'
import { mediaInBucket, mediaInFiles, openBucket } from './media-stores.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

/** The blob store links files from this staging folder, so it needs this implementation and not just the port. */
const STAGING: ServiceIdentifier<FileSystemStaging> = Symbol('file-system staging')

const BUCKET: ServiceIdentifier<S3Bucket | null> = Symbol('bucket')

const signMediaOf = async ({ MEDIA_DELIVERY }: Settings, bucket: S3Bucket | null): Promise<SignMedia | null> => {
  if (MEDIA_DELIVERY === 'proxy' || bucket === null) return null
  const { signedUrls } = await import('#adapters/s3/signed-urls.ts')
  return signedUrls(bucket)
}

const openStemCache = (
  { DATA_DIR, CACHE_MB }: Settings,
  staging: FileSystemStaging,
  cleanup: Cleanup,
): FileSystemStemCache => {
  const threads = new StemThreads()
  cleanup.add('stem threads', () => threads.close())
  return new FileSystemStemCache({
    folder: join(DATA_DIR, 'cache'),
    maximumBytes: CACHE_MB * 1_000_000,
    staging,
    threads,
  })
}

/** Uploads under DATA_DIR, media in the bucket if S3_BUCKET names one, else there too. */
export const filesModule = new ContainerModule(({ bind }) => {
  bind(STAGING).toResolvedValue(
    (temporary: string) => new FileSystemStaging(join(temporary, 'uploads')),
    [TOKENS.temporary],
  )
  bind(TOKENS.staging).toService(STAGING)
  // Not with the temporary files: these outlive the process.
  bind(TOKENS.partialUploads).toResolvedValue(
    ({ DATA_DIR }: Settings) => new FileSystemPartialUploads(join(DATA_DIR, 'uploads')),
    [TOKENS.settings],
  )
  bind(BUCKET).toResolvedValue(openBucket, [TOKENS.settings, TOKENS.cleanup])
  bind(TOKENS.blobs).toResolvedValue(
    (settings: Settings, staging: FileSystemStaging, bucket: S3Bucket | null) =>
      bucket === null ? mediaInFiles(settings, staging) : mediaInBucket(bucket, staging),
    [TOKENS.settings, STAGING, BUCKET],
  )
  bind(TOKENS.signMedia).toResolvedValue(signMediaOf, [TOKENS.settings, BUCKET])
  bind(TOKENS.stemCache).toResolvedValue(openStemCache, [TOKENS.settings, STAGING, TOKENS.cleanup])
})
