import type { ResultAsync } from 'neverthrow'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from './audio.ts'

/** An uploaded file that does not belong to anything yet. */
export type StagedFile = {
  readonly id: string
  readonly bytes: number
  /** SHA-256 in lower-case hex, counted while it arrived. */
  readonly sha256: string
}

/** More bytes arrived than the limit allows. */
export type TooLarge = { readonly type: 'TooLarge'; readonly maximumBytes: number }

/**
 * Holds uploads until a use case stores or refuses them. What a dead process left here is removed at the next start.
 */
export interface Staging {
  /**
   * Writes the file as it arrives and never holds it whole. Beyond the maximum it stops reading and leaves nothing
   * behind.
   */
  receive<Fault>(
    bytes: ByteStream<Fault>,
    limit: { readonly maximumBytes: number },
  ): ResultAsync<StagedFile, TooLarge | Fault | Unavailable>
  /** Reads the file from the beginning, as often as you like. */
  read(file: StagedFile): ByteStream
  /** May be repeated, also after the file was stored. */
  discard(file: StagedFile): Outcome<void>
}

/** A byte range, zero-based and inclusive. */
export type ByteRange = { readonly first: number; readonly last: number }

/** A stored file, or the requested range of it. */
export type Blob = {
  /** Size of the whole file. */
  readonly size: number
  readonly bytes: ByteStream
}

/** A stored file in a list. */
export type StoredFile = {
  readonly path: MediaPath
  /** When it was stored. */
  readonly modifiedAt: Instant
}

/** Tells which files are still referenced by a row. */
export interface MediaIndex {
  /** Those of the paths that any row references, in any order. */
  named(paths: readonly MediaPath[]): Outcome<readonly MediaPath[]>
}

/** Stores the files of posts and users by path. The content at a path never changes. */
export interface BlobStore {
  /** Stores the staged file at the path: whole, or not at all. */
  keep(file: StagedFile, path: MediaPath): Outcome<void>
  /** `null` if there is no file. A range must lie within the file; without one, the whole file is read. */
  read(path: MediaPath, range?: ByteRange): Outcome<Blob | null>
  /** Up to `limit` files in order of path, starting after `after`. Fewer than `limit` means that they are the last. */
  list(after: MediaPath | null, limit: number): Outcome<readonly StoredFile[]>
  /** May be repeated. */
  remove(path: MediaPath): Outcome<void>
  /** Removes everything below the folder. May be repeated. */
  removeFolder(folder: string): Outcome<void>
  /**
   * Gives up what `keep` began before `before` and a dead process never finished, where the store has such things apart
   * from its files. Returns how many there were. May be repeated.
   */
  abortUnfinished(before: Instant): Outcome<number>
}
