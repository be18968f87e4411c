import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { BlobStore, StagedFile, Staging } from './staging-and-blob-store.ts'

/** What storing an upload needs. */
export type PlaceUploadDependencies = { readonly staging: Staging; readonly blobs: BlobStore }

/** A staged file and the path to store it at. */
export type Placement = { readonly file: StagedFile; readonly path: MediaPath }

/**
 * Stores the files and then saves the row that references them. If the row is refused, the files are removed again.
 * After an outage it is not known whether the row was saved, so the files stay: an orphan can be swept, a lost file is
 * lost.
 */
export const placeUploads = <Value, Refusal extends { readonly type: string }>(
  deps: Pick<PlaceUploadDependencies, 'blobs'>,
  placements: readonly Placement[],
  own: () => ResultAsync<Value, Refusal>,
): Outcome<Value, Refusal> =>
  safeTry(async function* () {
    for (const { file, path } of placements) yield* deps.blobs.keep(file, path)
    const owned = await own()
    if (owned.isOk()) return ok(owned.value)
    if (owned.error.type !== 'Unavailable') for (const { path } of placements) yield* deps.blobs.remove(path)
    return err(owned.error)
  })

/**
 * Runs `work` and discards the uploads, however it ends. A failure to discard does not change its result; staging is
 * cleaned at the next start.
 */
export const discardingUploads = <Value, Refusal>(
  deps: Pick<PlaceUploadDependencies, 'staging'>,
  files: readonly (StagedFile | null | undefined)[],
  work: () => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> =>
  files.reduce<() => ResultAsync<Value, Refusal>>((inner, file) => () => discardingUpload(deps, file, inner), work)()

/** Of a form whose fields were not checked yet. */
const isFile = (given: StagedFile | null | undefined): given is StagedFile =>
  typeof given === 'object' && given !== null

/** The same for one upload. */
export const discardingUpload = <Value, Refusal>(
  deps: Pick<PlaceUploadDependencies, 'staging'>,
  file: StagedFile | null | undefined,
  work: () => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> =>
  isFile(file)
    ? work()
        .andThen((value) => ignoringOutage(deps.staging.discard(file)).map(() => value))
        .orElse((refusal) => ignoringOutage(deps.staging.discard(file)).andThen(() => err(refusal)))
    : work()

/** Ignores an outage. */
export const ignoringOutage = (tried: Outcome<void>): ResultAsync<void, never> => tried.orElse(() => ok())
