import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { Track } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { BlobStore, StagedFile, Staging } from './files.ts'

/** What giving an upload its place needs. */
export type PlaceUploadAsks = { readonly staging: Staging; readonly blobs: BlobStore }

/**
 * Puts the file in its place and then does what makes it belong there; where that is refused the file goes again. After
 * an outage nobody knows whether the row is there, so the file stays: an orphan can be swept, a lost file is lost.
 */
export const placeUpload = <Value, Refusal extends { readonly type: string }>(
  asks: Pick<PlaceUploadAsks, 'blobs'>,
  file: StagedFile,
  track: Track,
  own: () => ResultAsync<Value, Refusal>,
): Outcome<Value, Refusal> =>
  safeTry(async function* () {
    yield* asks.blobs.keep(file, track.path)
    const owned = await own()
    if (owned.isOk()) return ok(owned.value)
    if (owned.error.type !== 'Unavailable') yield* asks.blobs.remove(track.path)
    return err(owned.error)
  })

/**
 * Does the work and discards the upload, however the work ends: what was kept is kept, the rest is gone. Where discarding
 * fails, what came of the work still counts; the staging area is swept at the next start.
 */
export const discardingUpload = <Value, Refusal>(
  asks: Pick<PlaceUploadAsks, 'staging'>,
  file: StagedFile | undefined,
  work: () => ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> =>
  file === undefined
    ? work()
    : work()
        .andThen((value) => whetherOrNot(asks.staging.discard(file)).map(() => value))
        .orElse((refusal) => whetherOrNot(asks.staging.discard(file)).andThen(() => err(refusal)))

/** Goes on after an outage as if there had been none. */
export const whetherOrNot = (tried: Outcome<void>): ResultAsync<void, never> => tried.orElse(() => ok())
