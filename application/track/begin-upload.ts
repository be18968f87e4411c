import { ok, safeTry } from 'neverthrow'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import {
  beginUpload as begun,
  isUploadOver,
  type PartialUpload,
  UPLOAD_ID_BYTES,
  uploadId,
  uploadsGivingWay,
} from '#domain/track/partial-upload.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Chance, Clock } from '../shared/system.ts'
import type { PartialUploads } from './partial-uploads.ts'
import type { TooLarge } from './staging-and-blob-store.ts'

/** What beginning an upload needs. */
export type BeginUploadDependencies = {
  readonly partialUploads: PartialUploads
  readonly clock: Clock
  readonly chance: Chance
  readonly maximumUploadBytes: number
}

/** Somebody begins to send a file in parts. */
export type BeginUpload = {
  readonly owner: UserId
  /** How many bytes it will have. */
  readonly length: number
  /** The largest it may be, if that is less than the host's own maximum. */
  readonly maximumBytes?: number
}

/** Begins an upload that is kept for a day. What is over goes, and the oldest of the owner's if there are too many. */
export const beginUpload =
  (deps: BeginUploadDependencies) =>
  ({
    owner,
    length,
    maximumBytes = deps.maximumUploadBytes,
  }: BeginUpload): Outcome<PartialUpload, InvalidFields | TooLarge> =>
    safeTry(async function* () {
      const now = deps.clock.now()
      const id = uploadId(deps.chance.bytes(UPLOAD_ID_BYTES))
      const most = Math.min(maximumBytes, deps.maximumUploadBytes)
      const upload = yield* begun({ id, owner, length }, { now, maximumBytes: most })
      const kept = yield* deps.partialUploads.all()
      for (const one of uploadsGivingWay(kept, owner, now)) yield* deps.partialUploads.remove(one.id)
      yield* deps.partialUploads.add(upload)
      return ok({ ...upload, offset: 0 })
    })

/** Removes the uploads that are going. Gives how many there were. May be repeated. */
const removeUploads = (partialUploads: PartialUploads, isGoing: (upload: PartialUpload) => boolean): Outcome<number> =>
  safeTry(async function* () {
    const going = (yield* partialUploads.all()).filter(isGoing)
    for (const { id } of going) yield* partialUploads.remove(id)
    return ok(going.length)
  })

/** Removes the uploads that are over. Gives how many there were. May be repeated. */
export const removeUploadsThatAreOver = ({
  partialUploads,
  clock,
}: Pick<BeginUploadDependencies, 'partialUploads' | 'clock'>): Outcome<number> => {
  const now = clock.now()
  return removeUploads(partialUploads, (upload) => isUploadOver(upload, now))
}

/** Removes what its owner began on this server. Gives how many there were. May be repeated. */
export const removeUploadsOf = (
  { partialUploads }: Pick<BeginUploadDependencies, 'partialUploads'>,
  owner: UserId,
): Outcome<number> => removeUploads(partialUploads, (upload) => upload.owner === owner)
