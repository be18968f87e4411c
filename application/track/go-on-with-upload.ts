import { ok, safeTry } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import {
  onlyAWholeUpload,
  parseUploadId,
  type PartialUpload,
  turnToUpload,
  type UploadIncomplete,
  type UploadNotFound,
} from '#domain/track/partial-upload.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Clock } from '../shared/system.ts'
import type { ByteStream } from './audio.ts'
import type { AppendRefusal, PartialUploads } from './partial-uploads.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** What going on with an upload needs. */
export type GoOnDependencies = { readonly partialUploads: PartialUploads; readonly clock: Clock }

/** An upload, and who turns to it. */
export type UploadOf = {
  /** As it was sent: what is no id names no upload. */
  readonly id: string
  readonly owner: UserId
}

/** How far an upload is. Only whoever began it is told, as long as it is kept. */
export const readUpload =
  ({ partialUploads, clock }: GoOnDependencies) =>
  ({ id, owner }: UploadOf): Outcome<PartialUpload, UploadNotFound> =>
    parseUploadId(id)
      .asyncAndThen((parsed) => partialUploads.byId(parsed))
      .andThen((found) => turnToUpload(found, owner, clock.now()))

/**
 * Goes on with an upload from `offset`, which has to be where it ended. What arrives of a part that breaks off stays. Gives
 * the upload as it is then.
 */
export const appendToUpload =
  (deps: GoOnDependencies) =>
  <Fault = never>(
    { offset, ...of }: UploadOf & { readonly offset: number },
    bytes: ByteStream<Fault>,
  ): Outcome<PartialUpload, AppendRefusal | Fault> =>
    safeTry<PartialUpload, AppendRefusal | Fault | Unavailable>(async function* () {
      const upload = yield* readUpload(deps)(of)
      const end = yield* deps.partialUploads.append(upload.id, offset, bytes)
      return ok({ ...upload, offset: end })
    })

/** Drops an upload, whole or not. */
export const dropUpload =
  (deps: GoOnDependencies) =>
  (of: UploadOf): Outcome<void, UploadNotFound> =>
    readUpload(deps)(of).andThen(({ id }) => deps.partialUploads.remove(id))

/**
 * Stages a whole upload as one file for `posts.create` or `comments.create`, in the place of one that was received at once.
 * The upload stays, so that it can be taken again where the answer was lost; `drop` ends it.
 */
export const takeUpload =
  (deps: GoOnDependencies & { readonly staging: Staging }) =>
  (of: UploadOf): Outcome<StagedFile, UploadNotFound | UploadIncomplete | TooLarge> =>
    safeTry(async function* () {
      const { id, length } = yield* onlyAWholeUpload(yield* readUpload(deps)(of))
      return deps.staging.receive(deps.partialUploads.read(id), { maximumBytes: length })
    })
