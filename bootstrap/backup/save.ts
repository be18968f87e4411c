import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import type { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import type { NamedFile, Snapshot } from '#adapters/mikro-orm/dump/snapshot.ts'
import { copyFile } from '#application/track/copy-media.ts'
import { referenced } from '#application/track/sweep-orphans.ts'
import type { BlobStore } from '#application/track/staging-and-blob-store.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { CannotStart, orCannotStart } from '../cannot-start.ts'
import { MEGABYTE } from '../settings.ts'
import type { Course } from './course.ts'
import { inParallel } from './in-parallel.ts'
import { countLines, readLines, writeLines } from './lines.ts'
import { type BlobLine, FILES, type Manifest } from './manifest.ts'
import { SCOPE } from './places.ts'

/** Files that are copied at once: most of the time of one is spent waiting for S3. */
export const AT_ONCE = 4

/** Files and rows after which progress is told. */
export const [FILE_STRIDE, ROW_STRIDE] = [50, 100_000]

export const inWords = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}`

const saveTables = async (
  snapshot: Snapshot,
  folder: string,
  { tell, signal }: Course,
): Promise<Manifest['tables']> => {
  const tables: Manifest['tables'] = []
  for (const table of snapshot.tables) {
    const path = FILES.rows(folder, table.name)
    await mkdir(dirname(path), { recursive: true })
    let told = 0
    const lines = await writeLines(path, snapshot.rows(table), (rows) => {
      signal.throwIfAborted()
      if (rows - told < ROW_STRIDE) return
      told = rows
      tell(`${table.name}: ${inWords(rows, 'rows so far')}`)
    })
    tell(`${table.name}: ${inWords(lines.rows, 'rows')}`)
    tables.push({ name: table.name, columns: table.columns.map((column) => ({ ...column })), ...lines })
  }
  return tables
}

async function* asLines(batches: AsyncIterable<readonly NamedFile[]>): AsyncGenerator<readonly string[]> {
  for await (const files of batches) yield files.map((file) => JSON.stringify(file))
}

/** Writes all rows of one moment into the folder, and the names of the files that they name beside them. */
export const saveDatabase = async (
  database: MikroOrmDatabase,
  folder: string,
  course: Course,
): Promise<Pick<Manifest, 'tables' | 'sequences'>> =>
  orCannotStart(
    'the database cannot be read',
    database.dump.snapshot(SCOPE, async (snapshot) => {
      const tables = await saveTables(snapshot, folder, course)
      await writeLines(FILES.mediaNames(folder), asLines(snapshot.media()), () => course.signal.throwIfAborted())
      return { tables, sequences: snapshot.sequences.map((state) => ({ ...state })) }
    }),
  )

async function* namesIn(folder: string): AsyncGenerator<NamedFile> {
  for await (const lines of readLines(FILES.mediaNames(folder)))
    for (const line of lines) yield JSON.parse(line) as NamedFile
}

type MediaSource = {
  readonly from: BlobStore
  readonly database: MikroOrmDatabase
  readonly staging: FileSystemStaging
}

/** Why a file that the snapshot names is not there. */
const whyMissing = async ({ database }: MediaSource, path: MediaPath): Promise<'lost' | 'deleted meanwhile'> => {
  const named = await orCannotStart('the database cannot be read', database.mediaIndex.named([referenced(path)]))
  return named.length > 0 ? 'lost' : 'deleted meanwhile'
}

/** Copies every file that the snapshot in the folder names. Staging has to be in the folder, too. */
export const saveMedia = async (
  source: MediaSource,
  folder: string,
  { tell, complain, signal }: Course,
): Promise<Manifest['media'] & { readonly faults: number }> => {
  const to = new FileSystemBlobStore({ root: FILES.media(folder), staging: source.staging })
  const { rows: all } = await countLines(FILES.mediaNames(folder))
  const list = createWriteStream(FILES.mediaList(folder), { flags: 'wx' })
  const written = finished(list)
  let [done, bytes, missing, faults] = [0, 0, 0, 0]
  const note = (line: BlobLine): void => {
    list.write(`${JSON.stringify(line)}\n`)
    done++
    if (done % FILE_STRIDE === 0 || done === all)
      tell(`media: ${inWords(done, 'of')} ${inWords(all, 'files')}, ${Math.round(bytes / MEGABYTE)} MB`)
  }
  const save = async ({ path, sha256 }: NamedFile): Promise<void> => {
    signal.throwIfAborted()
    const copied = await copyFile({ from: source.from, to, staging: source.staging }, path)
    if (copied.isErr()) {
      const { error } = copied
      throw new CannotStart([`${path} cannot be saved`], error.type === 'Unavailable' ? error.cause : undefined)
    }
    if (copied.value === null) {
      const why = await whyMissing(source, path)
      missing++
      if (why === 'lost') faults++
      complain(`missing: ${path}${why === 'lost' ? '' : ', which was deleted while the backup was made'}`)
      return note({ path, missing: why })
    }
    if (sha256 !== null && sha256 !== copied.value.sha256) {
      faults++
      complain(`damaged: ${path}, whose SHA-256 is not the one that the database says`)
    }
    bytes += copied.value.bytes
    note({ path, bytes: copied.value.bytes, sha256: copied.value.sha256 })
  }
  try {
    await inParallel(namesIn(folder), AT_ONCE, save)
  } finally {
    list.end()
    await written
  }
  const lines = await countLines(FILES.mediaList(folder))
  return { ...lines, files: done - missing, bytes, missing, faults }
}
