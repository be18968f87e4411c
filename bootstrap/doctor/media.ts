import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import type { NamedFile } from '#adapters/mikro-orm/dump/snapshot.ts'
import { isStored } from '#application/track/is-stored.ts'
import type { BlobStore, Staging } from '#application/track/staging-and-blob-store.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { SCOPE } from '../backup/places.ts'
import { checkMediaPlace } from '../media-marker.ts'
import type { Settings } from '../settings.ts'
import { type Finding, ill, reasonOf, well } from './finding.ts'

/** Files that are looked for unless all are, and names of missing ones that are told. */
const [SAMPLE, TOLD] = [100, 20]

type Place = { readonly blobs: BlobStore; readonly staging: Staging; readonly database: MikroOrmDatabase }

/** Whether it is the place of this database's media. */
export const mediaPlace = async (settings: Settings, { blobs, staging, database }: Place): Promise<Finding> => {
  const id = (await database.installation()).unwrapOr(null)
  if (id === null) return well('media', 'none yet: the first start marks their place')
  try {
    await checkMediaPlace({ blobs, staging, installation: () => database.installation(), settings })
    return well('media', 'the place is that of this database')
  } catch (cause) {
    return { name: 'media', isWell: false, detail: reasonOf(cause) }
  }
}

/** Evenly among all names, so that old and new ones are in it. */
const sampled = (database: MikroOrmDatabase, isThorough: boolean) =>
  database.dump.snapshot(SCOPE, async (snapshot) => {
    const chosen: NamedFile[] = []
    let seen = 0
    for await (const files of snapshot.media())
      for (const file of files) {
        seen++
        // Algorithm R: each of the names has the same chance.
        const at = isThorough || chosen.length < SAMPLE ? chosen.length : Math.floor(Math.random() * seen)
        if (isThorough || at < SAMPLE) chosen[at] = file
      }
    return { chosen, seen }
  })

/** Files that rows name. */
export const mediaFiles = async ({ blobs, database }: Place, isThorough: boolean): Promise<readonly Finding[]> => {
  const sample = await sampled(database, isThorough)
  if (sample.isErr()) return [ill('files', 'their names cannot be read', 'Mend the database first')]
  const missing: MediaPath[] = []
  for (const { path } of sample.value.chosen) {
    const stored = await isStored({ blobs }, path)
    if (stored.isErr())
      return [
        ill(
          'files',
          `the place of the media does not answer (${reasonOf(stored.error.cause)})`,
          'Check S3_* and the credentials, or the mount',
        ),
      ]
    if (!stored.value) missing.push(path)
  }
  const looked = `${sample.value.chosen.length} of ${sample.value.seen} looked for`
  if (missing.length === 0) return [well('files', `${looked}, none missing`)]
  const cure = 'Bring them back from a backup, or from an old version in the bucket'
  return [
    ill('files', `${looked}, ${missing.length} missing`, isThorough ? cure : `${cure}; --all looks for every one`),
    ...missing.slice(0, TOLD).map((path) => ill('missing', path, 'A row names it')),
  ]
}
