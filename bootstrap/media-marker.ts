import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ok } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { BlobStore, Staging } from '#application/track/staging-and-blob-store.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { CannotStart, orCannotStart } from './cannot-start.ts'
import type { Settings } from './settings.ts'

/** The id that the database has; if it has none, the given one becomes it. */
export type Installation = (first?: string | null) => Outcome<string | null>

/** Beside the users' folders, so it is no media file, neither listed nor served. */
export const MARKER = 'installation.txt' as MediaPath

const MAX_BYTES = 1000

type Place = { readonly blobs: BlobStore; readonly staging: Staging }

/** The services that {@link checkMediaPlace} takes. */
export const MARKER_SERVICES = ['blobs', 'staging', 'installation', 'settings'] as const

const UNREACHABLE = 'the place of the media cannot be reached'

/** The id in the marker; `null` if there is none. */
export const markerIn = async (blobs: BlobStore): Promise<string | null> => {
  const blob = await orCannotStart(UNREACHABLE, blobs.read(MARKER))
  if (blob === null) return null
  const pieces: Uint8Array[] = []
  for await (const piece of blob.bytes) pieces.push(await orCannotStart(UNREACHABLE, Promise.resolve(piece)))
  return Buffer.concat(pieces).toString().trim()
}

/** Writes the marker, unless another process was first. */
export const mark = async ({ blobs, staging }: Place, id: string): Promise<void> => {
  async function* text() {
    yield ok(Buffer.from(`${id}\n`))
  }
  const staged = await staging.receive(text(), { maximumBytes: MAX_BYTES })
  const file = staged.match(
    (one) => one,
    (cause) => {
      throw new CannotStart(['DATA_DIR: the marker of the media cannot be written'], cause)
    },
  )
  await orCannotStart(UNREACHABLE, blobs.keep(file, MARKER))
  await staging.discard(file)
}

const nameOf = ({ S3_BUCKET: bucket, DATA_DIR }: Settings): string =>
  bucket === undefined ? `DATA_DIR: ${join(DATA_DIR, 'media')}` : `S3_BUCKET: ${bucket}`

const asked = (answer: Outcome<string | null>): Promise<string | null> =>
  orCannotStart('the database cannot be asked for the id of the installation', answer)

/** The marker first: if this is interrupted, the next start takes over what it finds. */
const begin = async (place: Place, installation: Installation): Promise<string | null> => {
  if ((await markerIn(place.blobs)) === null) await mark(place, randomUUID())
  return asked(installation(await markerIn(place.blobs)))
}

/**
 * Compares the marker in the place of the media with the id in the database, so that nothing starts on an empty or wrong
 * mount. The first start writes both.
 */
export const checkMediaPlace = async ({
  installation,
  settings,
  ...place
}: Place & { readonly installation: Installation | null; readonly settings: Settings }): Promise<void> => {
  if (installation === null) return
  const id = (await asked(installation())) ?? (await begin(place, installation))
  const found = await markerIn(place.blobs)
  if (found === id) return
  const what = found === null ? 'is missing' : `says ${JSON.stringify(found)}`
  throw new CannotStart([
    `${nameOf(settings)}: the place of this database's media; ${MARKER} there ${what}. Name or mount the right place; if this is it, write ${JSON.stringify(id)} into that file`,
  ])
}

/** Takes the marker along to a place that has none. Another installation's place is refused. */
export const copyMarker = async ({
  from,
  to,
  staging,
}: {
  readonly from: BlobStore
  readonly to: BlobStore
  readonly staging: Staging
}): Promise<void> => {
  const [own, other] = [await markerIn(from), await markerIn(to)]
  if (other !== null && other !== own)
    throw new CannotStart([
      `the place to copy to has media of another installation: ${MARKER} says ${JSON.stringify(other)}`,
    ])
  if (own !== null && other === null) await mark({ blobs: to, staging }, own)
}
