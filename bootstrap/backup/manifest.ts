import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { MIGRATIONS } from '#adapters/mikro-orm/migrations/migrations.ts'
import { JOBS_VERSION } from '#adapters/pg-boss/schema.ts'
import { CannotStart } from '../cannot-start.ts'

const lines = { rows: z.int(), sha256: z.string(), digest: z.string() }

const manifest = z.object({
  format: z.literal(1),
  /** Who made it, and when. */
  release: z.string(),
  createdAt: z.string(),
  /** The newest migration of the rows, and the version of the job queue's tables. */
  migration: z.string(),
  jobs: z.number(),
  installation: z.string().nullable(),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })), ...lines }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  media: z.object({ ...lines, files: z.int(), bytes: z.int(), missing: z.int() }),
})

/** What is in a backup. It is written last: a folder without it is no backup. */
export type Manifest = z.output<typeof manifest>

const blob = z.union([
  z.object({ path: z.string(), bytes: z.int(), sha256: z.string() }),
  z.object({ path: z.string(), missing: z.enum(['lost', 'deleted meanwhile']) }),
])

/** A line of the list of media: a file, or one that a row names and that was not there. */
export type BlobLine = z.output<typeof blob>

export const readBlobLine = (line: string): BlobLine => blob.parse(JSON.parse(line))

/** The newest version of the tables, those of the job queue included, that this version of Soundhub makes. */
export const PRESENT = { migration: MIGRATIONS.at(-1)!.name, jobs: JOBS_VERSION }

/** The files of a backup. */
export const FILES = {
  manifest: (folder: string) => join(folder, 'manifest.json'),
  rows: (folder: string, table: string) => join(folder, 'database', `${table}.jsonl`),
  media: (folder: string) => join(folder, 'media'),
  mediaList: (folder: string) => join(folder, 'media.jsonl'),
  /** Only while it is being made. */
  mediaNames: (folder: string) => join(folder, 'media-names.jsonl'),
  temporary: (folder: string) => join(folder, 'tmp'),
}

export const writeManifest = async (folder: string, written: Manifest): Promise<void> => {
  const path = FILES.manifest(folder)
  const file = await open(`${path}.new`, 'wx')
  try {
    await file.writeFile(`${JSON.stringify(written, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** The manifest of a whole backup that this version of Soundhub can restore. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const text = await readFile(FILES.manifest(folder), 'utf8').catch((cause: unknown) => {
    throw new CannotStart([`${folder}: a whole backup; it has no manifest.json that can be read`], cause)
  })
  const read = z
    .string()
    .transform((json) => JSON.parse(json) as unknown)
    .pipe(manifest)
    .safeParse(text)
  if (!read.success) throw new CannotStart([`${folder}: manifest.json is not that of a backup`], read.error)
  const { migration, jobs, release } = read.data
  if (migration !== PRESENT.migration || jobs !== PRESENT.jobs)
    throw new CannotStart([
      `${folder}: a backup of another version, ${release} (${migration}, job queue ${jobs}); this one has ${PRESENT.migration}, job queue ${PRESENT.jobs}. Restore it with that version, then run npm run migrate with this one`,
    ])
  return read.data
}
