import { mkdir, rm } from 'node:fs/promises'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { schemaMismatch } from '#adapters/pg-boss/schema.ts'
import { CannotStart, orCannotStart } from '../cannot-start.ts'
import { cleanup } from '../cleanup.ts'
import { checkMediaPlace } from '../media-marker.ts'
import { openStaging, openStagingIn } from '../media-stores.ts'
import { releaseOf } from '../release.ts'
import { MEGABYTE, type Settings } from '../settings.ts'
import { jobsDatabaseOf } from '../jobs-database.ts'
import type { Course } from './course.ts'
import { FILES, PRESENT, writeManifest } from './manifest.ts'
import { embeddedIn, isEmptyFolder, lockEmbedded, openAsIs, openMedia } from './places.ts'
import { inWords, saveDatabase, saveMedia } from './save.ts'

/** A backup has the tables of this version, so that whoever restores it need not guess. */
const checkVersion = async (settings: Settings, database: MikroOrmDatabase): Promise<void> => {
  const state = await orCannotStart('the database cannot be read', database.schemaState())
  const jobs = await schemaMismatch(jobsDatabaseOf(database, settings), { migrate: false })
  if (state.type === 'newer' || jobs?.database === 'newer')
    throw new CannotStart([
      'the database is newer than this version of Soundhub: back it up with the version that migrated it',
    ])
  if (state.type === 'older' || jobs !== null)
    throw new CannotStart([
      'the database is older than this version of Soundhub: back it up with its version, or run npm run migrate first',
    ])
}

/**
 * Writes a snapshot of the database and then every file that it names into an empty folder. Servers and workers on a
 * PostgreSQL server run on meanwhile. Returns how many files are missing or damaged where they come from.
 */
export const backUp = async (settings: Settings, folder: string, course: Course): Promise<number> => {
  const { tell } = course
  const opened = cleanup((name, cause) => tell(`${name} could not be closed: ${String(cause)}`))
  try {
    if (!(await isEmptyFolder(folder)))
      throw new CannotStart([`${folder}: a new or empty folder; there is something in it`])
    if (settings.DATABASE_URL === undefined && (await isEmptyFolder(embeddedIn(settings))))
      throw new CannotStart([`DATA_DIR: ${settings.DATA_DIR} has no database`])
    await lockEmbedded(settings, opened)
    const database = await openAsIs(settings, opened)
    await checkVersion(settings, database)
    const own = await openStaging(settings, opened)
    const from = await openMedia(settings, own, opened)
    const installation = await orCannotStart('the database cannot be read', database.installation())
    if (installation !== null)
      await checkMediaPlace({ blobs: from, staging: own, installation: () => database.installation(), settings })
    await mkdir(folder, { recursive: true })
    const staging = await openStagingIn(FILES.temporary(folder), opened, folder)
    // Never the other way round: what is posted in between would have its row here and not its file.
    const saved = await saveDatabase(database, folder, course)
    const { faults, ...media } = await saveMedia({ from, database, staging }, folder, course)
    await rm(FILES.mediaNames(folder))
    await rm(FILES.temporary(folder), { recursive: true })
    const [release, createdAt] = [await releaseOf(settings), new Date().toISOString()]
    await writeManifest(folder, { format: 1, release, createdAt, ...PRESENT, installation, ...saved, media })
    const rows = saved.tables.reduce((sum, table) => sum + table.rows, 0)
    const files = `${inWords(media.files, 'files')} of ${Math.round(media.bytes / MEGABYTE)} MB`
    tell(`backed up: ${inWords(rows, 'rows')}, ${files}, in ${folder}`)
    return faults
  } finally {
    await opened.run()
  }
}
