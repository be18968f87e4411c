import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import { type InvalidFields, invalidFields } from '../shared/fields.ts'
import { hexOf } from '../shared/hex.ts'
import type { UserId } from '../shared/id.ts'
import { after, DAY, type Instant, type Milliseconds } from '../shared/instant.ts'
import { checkRules, type Rule } from '../shared/rules.ts'

/** The name of a partial upload: 32 hex digits that nobody can guess. */
export type UploadId = Brand<string, 'UploadId'>

/** What is settled when an upload begins. */
export type BegunUpload = {
  readonly id: UploadId
  /** Who began it. */
  readonly owner: UserId
  /** How many bytes it will have. */
  readonly length: number
  /** It is kept until then. */
  readonly expiresAt: Instant
}

/** A file that arrives in parts, as far as it is there. */
export type PartialUpload = BegunUpload & {
  /** How many bytes are there. */
  readonly offset: number
}

/** There is no such upload: it was dropped, it is over, or somebody else began it. */
export type UploadNotFound = { readonly type: 'UploadNotFound' }
/** The bytes would not go on where the upload ended. `offset` is where it did. */
export type UploadOffsetDiffers = { readonly type: 'UploadOffsetDiffers'; readonly offset: number }
/** More bytes came than were announced; nothing beyond `length` is kept. */
export type UploadOverrun = { readonly type: 'UploadOverrun'; readonly length: number }
/** The upload is not whole yet. */
export type UploadIncomplete = { readonly type: 'UploadIncomplete'; readonly offset: number; readonly length: number }
/** The upload would be larger than an upload may be. */
export type UploadTooLarge = { readonly type: 'TooLarge'; readonly maximumBytes: number }

/** How long an upload is kept after it began. */
export const UPLOAD_LIFETIME: Milliseconds = DAY

/** So many uploads of one user are kept at once; one more takes the place of the oldest. */
export const MAX_KEPT_UPLOADS = 8

/** Bytes of an id. */
export const UPLOAD_ID_BYTES = 16

/** The source of a regular expression for an id. */
export const UPLOAD_ID_PATTERN = '^[0-9a-f]{32}$'

const ID = new RegExp(UPLOAD_ID_PATTERN)

/** An id of random bytes. */
export const uploadId = (bytes: Uint8Array): UploadId => hexOf(bytes) as UploadId

/** Parses an id. What is none names no upload. */
export const parseUploadId = (raw: unknown): Result<UploadId, UploadNotFound> =>
  typeof raw === 'string' && ID.test(raw) ? ok(raw as UploadId) : err({ type: 'UploadNotFound' })

/** Begins an upload. Refuses a length that is no whole number of bytes, and one above the maximum. */
export const beginUpload = (
  { id, owner, length }: { readonly id: UploadId; readonly owner: UserId; readonly length: unknown },
  { now, maximumBytes }: { readonly now: Instant; readonly maximumBytes: number },
): Result<BegunUpload, InvalidFields | UploadTooLarge> => {
  const bytes = typeof length === 'string' && /^\d{1,15}$/.test(length) ? Number(length) : length
  if (bytes === undefined) return err(invalidFields({ field: 'uploadLength', code: 'REQUIRED' }))
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
    return err(invalidFields({ field: 'uploadLength', code: 'MALFORMED', expected: 'a whole number' }))
  if (bytes > maximumBytes) return err({ type: 'TooLarge', maximumBytes })
  return ok({ id, owner, length: bytes, expiresAt: after(now, UPLOAD_LIFETIME) })
}

/** Whether it is no longer kept. At exactly its last instant it is over. */
export const isUploadOver = ({ expiresAt }: Pick<BegunUpload, 'expiresAt'>, now: Instant): boolean => expiresAt <= now

/** Somebody turns to an upload. */
type Turn = { readonly upload: PartialUpload; readonly by: UserId; readonly now: Instant }

const onlyWhoeverBeganIt: Rule<Turn, UploadNotFound> = ({ upload, by }) =>
  upload.owner === by ? null : { type: 'UploadNotFound' }

const onlyWhileItIsKept: Rule<Turn, UploadNotFound> = ({ upload, now }) =>
  isUploadOver(upload, now) ? { type: 'UploadNotFound' } : null

/** The upload, if whoever asks may go on with it. To everybody else it is not there. */
export const turnToUpload = (
  upload: PartialUpload | null,
  by: UserId,
  now: Instant,
): Result<PartialUpload, UploadNotFound> =>
  upload === null
    ? err({ type: 'UploadNotFound' })
    : checkRules({ upload, by, now }, [onlyWhoeverBeganIt, onlyWhileItIsKept]).map((turn) => turn.upload)

/** Rule: bytes go on where the upload ended. */
export const goesOnWhereItEnded = (offset: number, there: number): Result<number, UploadOffsetDiffers> =>
  offset === there ? ok(there) : err({ type: 'UploadOffsetDiffers', offset: there })

/** Rule: never more bytes than announced. Gives the offset behind the piece. */
export const neverMoreThanAnnounced = (
  { length }: Pick<BegunUpload, 'length'>,
  offset: number,
  piece: number,
): Result<number, UploadOverrun> =>
  offset + piece > length ? err({ type: 'UploadOverrun', length }) : ok(offset + piece)

/** Rule: only a whole upload can be used. */
export const onlyAWholeUpload = (upload: PartialUpload): Result<PartialUpload, UploadIncomplete> =>
  upload.offset === upload.length
    ? ok(upload)
    : err({ type: 'UploadIncomplete', offset: upload.offset, length: upload.length })

/** Those that go before one more of this user's begins: what is over, and the oldest of too many. */
export const uploadsGivingWay = <Kept extends BegunUpload>(
  kept: readonly Kept[],
  owner: UserId,
  now: Instant,
): readonly Kept[] => {
  const over = kept.filter((upload) => isUploadOver(upload, now))
  const own = kept
    .filter((upload) => upload.owner === owner && !over.includes(upload))
    .toSorted((one, other) => one.expiresAt - other.expiresAt)
  return [...over, ...own.slice(0, Math.max(0, own.length + 1 - MAX_KEPT_UPLOADS))]
}
