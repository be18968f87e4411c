import type { ResultAsync } from 'neverthrow'
import type {
  BegunUpload,
  PartialUpload,
  UploadId,
  UploadNotFound,
  UploadOffsetDiffers,
  UploadOverrun,
} from '#domain/track/partial-upload.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from './audio.ts'

/** Why bytes do not go on. */
export type AppendRefusal = UploadNotFound | UploadOffsetDiffers | UploadOverrun

/** Keeps files that arrive in parts. What has arrived stays when a part breaks off, and when the process is killed. */
export interface PartialUploads {
  /** Keeps a new one without bytes. */
  add(upload: BegunUpload): Outcome<void>
  /** With as many bytes as are there now; `null` if there is none. */
  byId(id: UploadId): Outcome<PartialUpload | null>
  /** All there are, in any order. */
  all(): Outcome<readonly PartialUpload[]>
  /**
   * Writes the bytes behind those that are there, as they arrive, and gives the new offset. First it ends an append to the
   * same upload that is still waiting for bytes: its connection is broken, and nobody has noticed. Refuses, without reading,
   * an offset that is not where the upload ends (`goesOnWhereItEnded`), and stops before a piece that would exceed its
   * length (`neverMoreThanAnnounced`). What arrived before a fault, a refusal or an outage stays.
   */
  append<Fault>(
    id: UploadId,
    offset: number,
    bytes: ByteStream<Fault>,
  ): ResultAsync<number, AppendRefusal | Fault | Unavailable>
  /** Reads what is there from the beginning. */
  read(id: UploadId): ByteStream
  /** Ends an append that is under way. May be repeated. */
  remove(id: UploadId): Outcome<void>
}
