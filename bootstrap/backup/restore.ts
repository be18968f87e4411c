import { rm } from 'node:fs/promises'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import type { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openJobs } from '#adapters/pg-boss/open-jobs.ts'
import { JOBS_SCHEMA } from '#adapters/pg-boss/schema.ts'
import { copyFile } from '#application/track/copy-media.ts'
import type { BlobStore } from '#application/track/staging-and-blob-store.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { CannotStart, orCannotStart } from '../cannot-start.ts'
import { cleanup } from '../cleanup.ts'
import { mark, MARKER, markerIn } from '../media-marker.ts'
import { openStaging } from '../media-stores.ts'
import { MEGABYTE, type Settings } from '../settings.ts'
import { jobsDatabaseOf } from '../jobs-database.ts'
import type { Course } from './course.ts'
import { inParallel } from './in-parallel.ts'
import { countLines, lineCount, type Lines, readLines } from './lines.ts'
import { type BlobLine, FILES, type Manifest, readBlobLine, readManifest } from './manifest.ts'
import { embeddedIn, isEmptyFolder, lockEmbedded, openAsIs, openMedia, SCOPE } from './places.ts'
import { AT_ONCE, FILE_STRIDE, inWords } from './save.ts'

type Restored = { readonly folder: string; readonly manifest: Manifest; readonly course: Course }

const NOT_EMPTY = 'a restore fills an empty place'

const damaged = (path: string): CannotStart => new CannotStart([`${path} is not as the backup's manifest says`])

const check = async (path: string, { rows, sha256 }: Lines): Promise<void> => {
  const found = await countLines(path).catch(() => null)
  if (found?.rows !== rows || found.sha256 !== sha256) throw damaged(path)
}

/** Reads the lists of the backup before anything is changed. */
const checkLists = async ({ folder, manifest, course }: Restored): Promise<void> => {
  for (const table of manifest.tables) await check(FILES.rows(folder, table.name), table)
  await check(FILES.mediaList(folder), manifest.media)
  course.tell(`the backup of ${manifest.createdAt} by ${manifest.release} is whole`)
}

const migrate = async (settings: Settings, database: MikroOrmDatabase): Promise<void> => {
  await orCannotStart('the database cannot be migrated', database.migrate())
  const { pglite } = database
  const jobs = await openJobs(jobsDatabaseOf({ pglite }, settings))
  if (jobs.isErr()) throw new CannotStart(['the job queue cannot be made'], jobs.error)
  await orCannotStart('the job queue cannot be closed', jobs.value.close())
}

const loadRows = async (database: MikroOrmDatabase, { folder, manifest, course }: Restored): Promise<void> => {
  const { tell, signal } = course
  const filled = database.dump.load(SCOPE, manifest, async (loader) => {
    for (const table of manifest.tables) {
      for await (const rows of readLines(FILES.rows(folder, table.name))) {
        signal.throwIfAborted()
        await loader.insert(table, rows)
      }
      tell(`${table.name}: ${inWords(table.rows, 'rows')}`)
    }
  })
  await orCannotStart('the rows cannot be loaded', filled)
}

/** Reads the rows back: each table has to have the same ones as the backup. */
const checkRows = (database: MikroOrmDatabase, { manifest }: Restored): Promise<void> =>
  orCannotStart(
    'the rows cannot be read back',
    database.dump.snapshot(SCOPE, async (snapshot) => {
      for (const table of manifest.tables) {
        const count = lineCount()
        for await (const rows of snapshot.rows(table)) count.add(rows)
        const { rows, digest } = count.end()
        if (rows !== table.rows || digest !== table.digest)
          throw new CannotStart([`the rows of ${table.name} do not read as they were saved`])
      }
    }),
  )

async function* blobLinesIn(folder: string): AsyncGenerator<BlobLine> {
  for await (const lines of readLines(FILES.mediaList(folder))) yield* lines.map(readBlobLine)
}

/** Copies every file and reads the copy. */
const copyBlobs = async (to: BlobStore, staging: FileSystemStaging, { folder, manifest, course }: Restored) => {
  const { tell, complain, signal } = course
  const from = new FileSystemBlobStore({ root: FILES.media(folder), staging })
  const all = manifest.media.files
  let [done, bytes] = [0, 0]
  await inParallel(blobLinesIn(folder), AT_ONCE, async (line) => {
    signal.throwIfAborted()
    if ('missing' in line) return complain(`missing in the backup: ${line.path}`)
    const copied = await copyFile({ from, to, staging }, line.path as MediaPath)
    if (copied.isErr()) {
      const { error } = copied
      throw new CannotStart([`${line.path} cannot be copied`], error.type === 'Unavailable' ? error.cause : undefined)
    }
    if (copied.value?.sha256 !== line.sha256) throw damaged(`${FILES.media(folder)}/${line.path}`)
    done++
    bytes += copied.value.bytes
    if (done % FILE_STRIDE === 0 || done === all)
      tell(`media: ${inWords(done, 'of')} ${inWords(all, 'files')}, ${Math.round(bytes / MEGABYTE)} MB`)
  })
}

const BATCH = 500

/** Removes all media, which are ours: the place was empty. */
const removeMedia = async (blobs: BlobStore): Promise<void> => {
  for (;;) {
    const files = await orCannotStart('the media cannot be listed', blobs.list(null, BATCH))
    if (files.length === 0) break
    for (const { path } of files) await orCannotStart(`${path} cannot be removed`, blobs.remove(path))
  }
  await orCannotStart(`${MARKER} cannot be removed`, blobs.remove(MARKER))
}

const removeRows = async (settings: Settings, database: MikroOrmDatabase): Promise<void> => {
  if (database.pglite === null)
    return orCannotStart('the database cannot be emptied', database.dump.clear([JOBS_SCHEMA]))
  await orCannotStart('the database cannot be closed', database.close())
  await rm(embeddedIn(settings), { recursive: true, force: true })
}

const openEmpty = async (settings: Settings, opened: ReturnType<typeof cleanup>) => {
  const staging = await openStaging(settings, opened)
  const blobs = await openMedia(settings, staging, opened)
  const files = await orCannotStart('the place of the media cannot be reached', blobs.list(null, 1))
  if (files.length > 0 || (await markerIn(blobs)) !== null)
    throw new CannotStart([`the place of the media is not empty, and ${NOT_EMPTY}`])
  await lockEmbedded(settings, opened)
  if (settings.DATABASE_URL === undefined && !(await isEmptyFolder(embeddedIn(settings))))
    throw new CannotStart([`DATA_DIR: ${settings.DATA_DIR} has a database, and ${NOT_EMPTY}`])
  const database = await openAsIs(settings, opened)
  if (!(await orCannotStart('the database cannot be read', database.dump.isEmpty([JOBS_SCHEMA]))))
    throw new CannotStart([`DATABASE_URL: the database is not empty, and ${NOT_EMPTY}`])
  return { staging, blobs, database }
}

/**
 * Fills an empty database and an empty place of media from a backup, and reads back what it wrote. Where something does
 * not fit or cannot be done, both are emptied again. Until all is there, no server starts: the marker of the media comes last.
 */
export const restore = async (settings: Settings, folder: string, course: Course): Promise<void> => {
  const opened = cleanup((name, cause) => course.complain(`${name} could not be closed: ${String(cause)}`))
  try {
    const restored = { folder, manifest: await readManifest(folder), course }
    const { staging, blobs, database } = await openEmpty(settings, opened)
    try {
      await checkLists(restored)
      await migrate(settings, database)
      await loadRows(database, restored)
      await checkRows(database, restored)
      await copyBlobs(blobs, staging, restored)
      const { installation } = restored.manifest
      if (installation !== null) await mark({ blobs, staging }, installation)
    } catch (cause) {
      course.complain('the restore failed and is being undone')
      const undone = removeMedia(blobs).then(() => removeRows(settings, database))
      await undone.catch((fault: unknown) =>
        course.complain(
          `not everything could be removed (${String(fault)}): empty database and media before the next try`,
        ),
      )
      throw cause
    }
    const { tables, media } = restored.manifest
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    course.tell(`restored and read back: ${inWords(rows, 'rows')}, ${inWords(media.files, 'files')}`)
  } finally {
    await opened.run()
  }
}
