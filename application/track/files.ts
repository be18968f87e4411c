import type { ResultAsync } from 'neverthrow'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { ByteStream } from './audio.ts'

/** A file that has arrived and belongs to nobody yet. */
export type StagedFile = {
  readonly id: string
  readonly bytes: number
  /** SHA-256 in lower-case hex, counted while it arrived. */
  readonly sha256: string
}

/** More bytes arrived than the limit allows. */
export type TooLarge = { readonly type: 'TooLarge'; readonly maximumBytes: number }

/** Where files wait while it is decided what becomes of them. What is left here by a dead process is gone at the next start. */
export interface Staging {
  /** Writes as it arrives, never holding the whole; past the maximum nothing more is read and nothing is left. */
  receive<Fault>(
    bytes: ByteStream<Fault>,
    limit: { readonly maximumBytes: number },
  ): ResultAsync<StagedFile, TooLarge | Fault | Unavailable>
  /** From its beginning, as often as it is asked for. */
  read(file: StagedFile): ByteStream
  /** May be repeated, also after the file was kept. */
  discard(file: StagedFile): Outcome<void>
}

/** A part of a file: counted from 0, both ends belong to it. */
export type ByteRange = { readonly first: number; readonly last: number }

/** What lies at a path, or the asked-for part of it. */
export type Blob = {
  /** Size of the whole file. */
  readonly size: number
  readonly bytes: ByteStream
}

/** A file as a list shows it. */
export type StoredFile = {
  readonly path: MediaPath
  /** When its bytes arrived. */
  readonly modifiedAt: Instant
}

/** Which files the rows name. */
export interface MediaIndex {
  /** Those of the paths that a row of any kind names, in no order. */
  named(paths: readonly MediaPath[]): Outcome<readonly MediaPath[]>
}

/** The files of posts and people, by path. What lies at a path never changes. */
export interface BlobStore {
  /** The staged file is at the path, whole, or not at all. */
  keep(file: StagedFile, path: MediaPath): Outcome<void>
  /** `null` where nothing lies at the path. A range lies within the file; without one it is the whole. */
  read(path: MediaPath, range?: ByteRange): Outcome<Blob | null>
  /** Up to `limit` files in the order of their paths, the first after `after`; fewer are the last. */
  list(after: MediaPath | null, limit: number): Outcome<readonly StoredFile[]>
  /** May be repeated. */
  remove(path: MediaPath): Outcome<void>
  /** Everything below the folder; may be repeated. */
  removeFolder(folder: string): Outcome<void>
}
