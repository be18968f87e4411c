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

const counted = ({ copied, equal, bytes }: CopiedMedia, file: CopiedFile): CopiedMedia => ({
  copied: copied + (file.wasThere ? 0 : 1),
  equal: equal + (file.wasThere ? 1 : 0),
  bytes: bytes + file.bytes,
})

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

/** A file that is in both stores now. */
export type CopiedFile = {
  readonly bytes: number
  /** SHA-256 in lower-case hex of both. */
  readonly sha256: string
  /** Whether it was there already. */
  readonly wasThere: boolean
}

const put = (
  { to, staging }: CopyMediaDependencies,
  path: MediaPath,
  file: StagedFile,
): Outcome<CopiedFile, CopyDiffers | TooLarge> =>
  safeTry(async function* () {
    const { bytes, sha256 } = file
    const there = yield* hashAt(to, staging, path)
    if (there === sha256) return ok({ bytes, sha256, wasThere: true })
    if (there !== null) yield* to.remove(path)
    yield* to.keep(file, path)
    const copy = yield* hashAt(to, staging, path)
    return copy === sha256 ? ok({ bytes, sha256, wasThere: false }) : err({ type: 'CopyDiffers', path } as const)
  })

/**
 * Copies one file from one store to another, and reads the copy to compare its SHA-256. A file that is there and equal is
 * left alone, another one is replaced. `null` if the first store has none.
 */
export const copyFile = (
  deps: CopyMediaDependencies,
  path: MediaPath,
): Outcome<CopiedFile | null, CopyDiffers | TooLarge> =>
  withFile<CopiedFile | null, CopyDiffers | TooLarge>({ blobs: deps.from, staging: deps.staging }, path, (file) =>
    file === null ? okAsync(null) : put(deps, path, file),
  )

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
        const file = yield* copyFile(deps, path)
        if (file !== null) soFar = counted(soFar, file)
        onFile(soFar)
      }
      last = batch.at(-1)?.path ?? null
    } while (batch.length === BATCH)
    return ok(soFar)
  })
