import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { BlobStore, StagedFile, Staging, TooLarge } from '#application/track/staging-and-blob-store.ts'
import { type Instant, instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'
import { sha256 } from '../system/sha-256.ts'
import { joined } from './bytes.ts'

/** Size of the chunks that are read, except the last one. */
const PIECE = 64 * 1024

/** Staging and blob store in one, because keeping a file moves its bytes from one to the other. */
export type MemoryFiles = {
  readonly staging: Staging
  readonly blobs: BlobStore
  /** Staged files that were not discarded yet. */
  staged(): readonly string[]
  /** The paths of all stored files. */
  paths(): readonly MediaPath[]
}

/** Holds whole files in memory, so use it for small uploads. The maximum is enforced while they arrive. */
export const memoryFiles = (
  outage: MemoryOutage = memoryOutage(),
  now: () => Instant = () => instant(Date.now()),
): MemoryFiles => {
  const keptAt = new Map<MediaPath, Instant>()
  const waiting = new Map<string, Uint8Array>()
  const kept = new Map<MediaPath, Uint8Array>()
  let received = 0
  const reached = <Value>(find: () => Result<Value, Unavailable>): ResultAsync<Value, Unavailable> =>
    new ResultAsync(Promise.resolve(outage.check('files').andThen(find)))
  const found = (file: StagedFile): Result<Uint8Array, Unavailable> => {
    const bytes = waiting.get(file.id)
    return bytes === undefined ? err(unavailable('files', new Error(`no staged file ${file.id}`))) : ok(bytes)
  }

  const staging: Staging = {
    receive: (bytes, limit) =>
      new ResultAsync(gather(bytes, limit.maximumBytes, outage)).andThen((whole) =>
        sha256(whole, 'files').map((digest) => {
          const id = `staged_${++received}`
          waiting.set(id, whole)
          return { id, bytes: whole.length, sha256: digest }
        }),
      ),
    read: (file) => inPieces(() => outage.check('files').andThen(() => found(file))),
    discard: (file) => reached(() => ok(void waiting.delete(file.id))),
  }

  const blobs: BlobStore = {
    keep: (file, path) =>
      reached(() =>
        found(file).map((bytes) => {
          if (kept.has(path)) return
          kept.set(path, bytes)
          keptAt.set(path, now())
        }),
      ),
    read: (path, range) =>
      reached(() => {
        const whole = kept.get(path)
        if (whole === undefined) return ok(null)
        const part = range === undefined ? whole : whole.subarray(range.first, range.last + 1)
        return ok({ size: whole.length, bytes: inPieces(() => outage.check('files').map(() => part)) })
      }),
    list: (after, limit) =>
      reached(() => {
        const paths = [...kept.keys()].filter((path) => after === null || path > after).toSorted()
        return ok(paths.slice(0, limit).map((path) => ({ path, modifiedAt: keptAt.get(path)! })))
      }),
    remove: (path) => reached(() => ok(void kept.delete(path))),
    removeFolder: (folder) =>
      reached(() => {
        const below = [...kept.keys()].filter((path) => path.startsWith(`${folder.replace(/\/+$/, '')}/`))
        return ok(below.forEach((path) => kept.delete(path)))
      }),
    abortUnfinished: () => reached(() => ok(0)),
  }
  return { staging, blobs, staged: () => [...waiting.keys()], paths: () => [...kept.keys()] }
}

const gather = async <Fault>(
  bytes: ByteStream<Fault>,
  maximumBytes: number,
  outage: MemoryOutage,
): Promise<Result<Uint8Array<ArrayBuffer>, TooLarge | Fault | Unavailable>> => {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    const before = outage.check('files')
    if (before.isErr()) return err(before.error)
    for await (const piece of bytes) {
      if (piece.isErr()) return err(piece.error)
      const reachable = outage.check('files')
      if (reachable.isErr()) return err(reachable.error)
      length += piece.value.length
      if (length > maximumBytes) return err({ type: 'TooLarge', maximumBytes })
      pieces.push(piece.value.slice())
    }
    return ok(joined(pieces))
  } catch (cause) {
    return err(unavailable('files', cause))
  }
}

/** Copies, so that nobody can change what is stored. */
async function* inPieces(find: () => Result<Uint8Array, Unavailable>): ByteStream {
  for (let at = 0; ; at += PIECE) {
    const bytes = find()
    if (bytes.isErr()) {
      yield err(bytes.error)
      return
    }
    if (at >= bytes.value.length) return
    yield ok(Uint8Array.from(bytes.value.subarray(at, at + PIECE)))
  }
}
