import { err, ok, okAsync, safeTry } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { BlobStore, StagedFile, Staging, StoredFile, TooLarge } from './staging-and-blob-store.ts'

/** Files looked at per round. */
const BATCH = 500

/** Two stores, and where files wait on their way. */
export type CopyMediaDependencies = { readonly from: BlobStore; readonly to: BlobStore; readonly staging: Staging }

/** What was done so far. */
export type CopiedMedia = {
  /** Files that were copied, those included that were there with another content. */
  readonly copied: number
  /** Files that were there already, and are equal. */
  readonly equal: number
  /** Bytes of both. */
  readonly bytes: number
}

/** A file was copied, but cannot be read as it was. */
export type CopyDiffers = { readonly type: 'CopyDiffers'; readonly path: MediaPath }

const NO_LIMIT = { maximumBytes: Number.MAX_SAFE_INTEGER }

/** Stages a stored file for `work`, which thereby knows its hash; `null` if there is no file. */
const withFile = <Value, Refusal>(
  { blobs, staging }: { readonly blobs: BlobStore; readonly staging: Staging },
  path: MediaPath,
  work: (file: StagedFile | null) => Outcome<Value, Refusal>,
): Outcome<Value, Refusal | TooLarge> =>
  safeTry(async function* () {
    const blob = yield* blobs.read(path)
    if (blob === null) return work(null)
    const file = yield* staging.receive(blob.bytes, NO_LIMIT)
    const done = await work(file)
    yield* staging.discard(file)
    return done
  })

const hashAt = (blobs: BlobStore, staging: Staging, path: MediaPath): Outcome<string | null, TooLarge> =>
  withFile({ blobs, staging }, path, (file) => okAsync(file?.sha256 ?? null))

const copyFile = (
  { to, staging }: CopyMediaDependencies,
  path: MediaPath,
  file: StagedFile,
  { copied, equal, bytes }: CopiedMedia,
): Outcome<CopiedMedia, CopyDiffers | TooLarge> =>
  safeTry(async function* () {
    const there = yield* hashAt(to, staging, path)
    if (there === file.sha256) return ok({ copied, equal: equal + 1, bytes: bytes + file.bytes })
    if (there !== null) yield* to.remove(path)
    yield* to.keep(file, path)
    const copy = yield* hashAt(to, staging, path)
    return copy === file.sha256
      ? ok({ copied: copied + 1, equal, bytes: bytes + file.bytes })
      : err({ type: 'CopyDiffers', path } as const)
  })

/**
 * Copies every stored file from one store to another and reads each copy to compare its SHA-256. What is there and equal is
 * left alone, so that it may be repeated, also after it was interrupted and while files are added; nothing is removed from
 * the first store. `onFile` is told after each file. An outage ends it.
 */
export const copyMedia = (
  deps: CopyMediaDependencies,
  onFile: (soFar: CopiedMedia) => void = () => undefined,
): Outcome<CopiedMedia, CopyDiffers | TooLarge> =>
  safeTry(async function* () {
    let soFar: CopiedMedia = { copied: 0, equal: 0, bytes: 0 }
    let batch: readonly StoredFile[]
    let last: MediaPath | null = null
    do {
      batch = yield* deps.from.list(last, BATCH)
      for (const { path } of batch) {
        const copying = (file: StagedFile | null) =>
          file === null ? okAsync(soFar) : copyFile(deps, path, file, soFar)
        soFar = yield* withFile({ blobs: deps.from, staging: deps.staging }, path, copying)
        onFile(soFar)
      }
      last = batch.at(-1)?.path ?? null
    } while (batch.length === BATCH)
    return ok(soFar)
  })
