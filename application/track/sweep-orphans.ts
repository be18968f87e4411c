import { err, ok, okAsync, safeTry } from 'neverthrow'
import { primaryFile } from '#domain/image/image.ts'
import { masterOf } from '#domain/mix/master-files.ts'
import { after } from '#domain/shared/instant.ts'
import {
  isOldEnoughToSweep,
  isTimeToSweep,
  looksLikeAnotherDatabase,
  MIN_ORPHAN_AGE,
  type RowsMissing,
} from '#domain/track/orphan.ts'
import { uploadOf } from '#domain/track/stem.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { JobQueue } from '../shared/jobs.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { Chance, Clock } from '../shared/system.ts'
import { removeUploadsThatAreOver } from './begin-upload.ts'
import type { PartialUploads } from './partial-uploads.ts'
import type { BlobStore, MediaIndex, StoredFile } from './staging-and-blob-store.ts'

/** Files looked at per round. */
export const SWEEP_BATCH = 500

/** The most orphans that one sweep removes; the next sweep goes on. */
export const MAX_SWEPT = 10_000

/** What sweeping needs. */
export type SweepOrphansDependencies = {
  readonly blobs: BlobStore
  readonly mediaIndex: MediaIndex
  readonly partialUploads: PartialUploads
  readonly clock: Clock
}

/** The file that a row references for this one: itself, or the one that it accompanies. */
export const referenced = (path: MediaPath): MediaPath => primaryFile(masterOf(uploadOf(path)))

/** Those of the files that no row references, directly or through the file that they accompany. */
const orphansAmong = (deps: SweepOrphansDependencies, files: readonly StoredFile[]): Outcome<readonly MediaPath[]> => {
  const now = deps.clock.now()
  const old = files.filter((file) => isOldEnoughToSweep(file.modifiedAt, now)).map(({ path }) => path)
  return deps.mediaIndex.named([...new Set(old.map(referenced))]).map((named) => {
    const known = new Set(named)
    return old.filter((path) => !known.has(referenced(path)))
  })
}

/**
 * Removes files that no row references: their upload was interrupted between file and row, or the job that should have
 * removed them was lost. Young files are kept, since their row may be on its way. A path is never reused, so an orphan
 * stays one and several sweeps may run at once. Uploads to the store that are as old and not finished are given up, and so are
 * partial uploads whose time is over. Returns how many files were removed.
 */
export const sweepOrphans = (deps: SweepOrphansDependencies) => (): Outcome<number, RowsMissing> =>
  safeTry(async function* () {
    yield* removeUploadsThatAreOver(deps)
    let orphans: readonly MediaPath[] = []
    let [seen, last]: [number, MediaPath | null] = [0, null]
    let batch: readonly StoredFile[]
    do {
      batch = yield* deps.blobs.list(last, SWEEP_BATCH)
      const found = yield* orphansAmong(deps, batch)
      orphans = [...orphans, ...found]
      seen += batch.length
      last = batch.at(-1)?.path ?? null
    } while (batch.length === SWEEP_BATCH && orphans.length < MAX_SWEPT)
    if (looksLikeAnotherDatabase(seen, orphans.length)) return err({ type: 'RowsMissing', files: seen } as const)
    for (const path of orphans) yield* deps.blobs.remove(path)
    yield* deps.blobs.abortUnfinished(after(deps.clock.now(), -MIN_ORPHAN_AGE))
    return ok(orphans.length)
  })

/** What queueing a sweep needs. */
export type QueueSweepDependencies = {
  readonly unitOfWork: UnitOfWork<{ readonly jobs: JobQueue }>
  readonly chance: Chance
}

/** Queues a sweep now and then (see `isTimeToSweep`). A waiting one is not queued twice. */
export const queueSweep = (deps: QueueSweepDependencies) => (): Outcome<void> =>
  isTimeToSweep(deps.chance.roll())
    ? deps.unitOfWork.run(({ jobs }) => jobs.add({ type: 'sweep-orphans' }))
    : okAsync(undefined)
