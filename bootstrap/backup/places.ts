import { orCannotStart } from '../cannot-start.ts'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { JOB_TABLES } from '#adapters/pg-boss/schema.ts'
import { LIMITS_TABLE } from '#adapters/rate-limiter-flexible/postgres.ts'
import type { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { BlobStore } from '#application/track/staging-and-blob-store.ts'
import type { Cleanup } from '../cleanup.ts'
import { lockDataDir } from '../data-dir-lock.ts'
import { mediaInBucket, mediaInFiles, openBucket } from '../media-stores.ts'
import type { Settings } from '../settings.ts'

/** What a backup has of the database: all tables of Soundhub and the jobs, but not who tried what how often. */
export const SCOPE = { others: JOB_TABLES, leftOut: [LIMITS_TABLE] }

/** Rebuilding an index may keep a server silent for long. In ms. */
const PATIENCE = 60 * 60_000

/** The folder of the embedded database. */
export const embeddedIn = ({ DATA_DIR }: Settings): string => join(DATA_DIR, 'database')

/** Whether there is nothing in the folder, or no folder. */
export const isEmptyFolder = async (folder: string): Promise<boolean> =>
  (
    await readdir(folder).catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
      throw cause
    })
  ).length === 0

/** Keeps other processes off the embedded database; a running one is told by the line of the failure. */
export const lockEmbedded = async (settings: Settings, cleanup: Cleanup): Promise<void> => {
  if (settings.DATABASE_URL === undefined) cleanup.add('lock', await lockDataDir(settings.DATA_DIR))
}

/** The database as it is. Nothing is migrated. */
export const openAsIs = async (settings: Settings, cleanup: Cleanup): Promise<MikroOrmDatabase> => {
  const { DATABASE_URL: databaseUrl } = settings
  const location =
    databaseUrl === undefined
      ? { dataDir: embeddedIn(settings) }
      : { databaseUrl, connections: 2, socketTimeout: PATIENCE }
  const database = await orCannotStart('the database cannot be opened', openDatabase(location))
  cleanup.add('database', () => database.close())
  return database
}

/** The place of the media. */
export const openMedia = async (
  settings: Settings,
  staging: FileSystemStaging,
  cleanup: Cleanup,
): Promise<BlobStore> => {
  const bucket = await openBucket(settings, cleanup)
  return bucket === null ? mediaInFiles(settings, staging) : mediaInBucket(bucket, staging)
}
