import { DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'

/** How often a worker thinks of a sweep. */
export const SWEEP_INTERVAL: Milliseconds = HOUR

/**
 * Whether this is one of the times at which a sweep comes of it: once a day, on average, also of a worker that is started
 * anew each day. `roll` is drawn evenly from 0 ≤ roll < 1.
 */
export const isTimeToSweep = (roll: number): boolean => roll < SWEEP_INTERVAL / DAY

/** A file that is younger may wait for its row: an upload is decoded and saved in minutes. */
export const MIN_ORPHAN_AGE: Milliseconds = 6 * HOUR

/** Files that nothing names, and so many that these rows cannot be the ones that the files belong to. */
export type RowsMissing = { readonly type: 'RowsMissing'; readonly files: number }

/** Orphans up to this many may be all that there is. */
const FEW = 20

/** Whether a file that no row names may go. */
export const isOldEnoughToSweep = (modifiedAt: Instant, now: Instant): boolean => now - modifiedAt >= MIN_ORPHAN_AGE

/** Whether the files are those of another database, or of one that was lost: more than a few, and every one an orphan. */
export const looksLikeAnotherDatabase = (files: number, orphans: number): boolean => orphans > FEW && orphans === files
