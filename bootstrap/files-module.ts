import { join } from 'node:path'
import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { FFMPEG } from './audio-module.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

/** The blob store links files from this staging folder, so it needs this implementation and not just the port. */
const STAGING: ServiceIdentifier<FileSystemStaging> = Symbol('file-system staging')

/** Uploads and media under DATA_DIR. */
export const filesModule = new ContainerModule(({ bind }) => {
  bind(STAGING).toResolvedValue(
    (temporary: string) => new FileSystemStaging(join(temporary, 'uploads')),
    [TOKENS.temporary],
  )
  bind(TOKENS.staging).toService(STAGING)
  bind(TOKENS.blobs).toResolvedValue(
    (settings: Settings, staging: FileSystemStaging) =>
      new FileSystemBlobStore({ root: join(settings.DATA_DIR, 'media'), staging }),
    [TOKENS.settings, STAGING],
  )
  bind(TOKENS.stemCache).toResolvedValue(
    ({ DATA_DIR, CACHE_MB }: Settings, staging: FileSystemStaging, ffmpeg: FfmpegAudio) =>
      new FileSystemStemCache({
        folder: join(DATA_DIR, 'cache'),
        maximumBytes: CACHE_MB * 1_000_000,
        staging,
        decodeStem: (...stem) => ffmpeg.decodeStem(...stem),
      }),
    [TOKENS.settings, STAGING, FFMPEG],
  )
})
