import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { BlobStore, StagedFile, Staging } from './files.ts'

/** What giving an upload its place needs. */
export type PlaceUploadDependencies = { readonly staging: Staging; readonly blobs: BlobStore }

/** A staged file and where it is to lie. */
export type Placement = { readonly file: StagedFile; readonly path: MediaPath }

/**
 * Puts the files in their places and then does what makes them belong there; where that is refused they go again. After
 * an outage nobody knows whether the row is there, so the files stay: an orphan can be swept, a lost file is lost.
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
 * Does the work and discards the uploads, however the work ends: what was kept is kept, the rest is gone. Where discarding
 * fails, what came of the work still counts; the staging area is swept at the next start.
 */
export const discardingUploads = <Value, Refusal>(
  deps: Pick<PlaceUploadDependencies, 'staging'>,
  files: readonly (StagedFile | undefined)[],
  work: () => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> =>
  files.reduce<() => ResultAsync<Value, Refusal>>(
    (inner, file) => (file === undefined ? inner : () => discardingUpload(deps, file, inner)),
    work,
  )()

/** The same for one upload. */
export const discardingUpload = <Value, Refusal>(
  deps: Pick<PlaceUploadDependencies, 'staging'>,
  file: StagedFile | undefined,
  work: () => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> =>
  file === undefined
    ? work()
    : work()
        .andThen((value) => ignoringOutage(deps.staging.discard(file)).map(() => value))
        .orElse((refusal) => ignoringOutage(deps.staging.discard(file)).andThen(() => err(refusal)))

/** Goes on after an outage as if there had been none. */
export const ignoringOutage = (tried: Outcome<void>): ResultAsync<void, never> => tried.orElse(() => ok())
