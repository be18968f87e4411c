import { DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'

/** How often a worker thinks of a sweep. */
export const SWEEP_PAUSE: Milliseconds = HOUR

/**
 * Whether this is one of the times at which a sweep comes of it: once a day, on average, also of a worker that is started
 * anew each day. `roll` is drawn evenly from 0 ≤ roll < 1.
 */
export const isTimeToSweep = (roll: number): boolean => roll < SWEEP_PAUSE / DAY

/** A file that is younger may wait for its row: an upload is decoded and saved in minutes. */
export const YOUNGEST_ORPHAN: Milliseconds = 6 * HOUR

/** Files that nothing names, and so many that these rows cannot be the ones that the files belong to. */
export type RowsMissing = { readonly type: 'RowsMissing'; readonly files: number }

/** Orphans up to this many may be all that there is. */
const FEW = 20

/** Whether a file that no row names may go. */
export const isOldEnoughToSweep = (modifiedAt: Instant, now: Instant): boolean => now - modifiedAt >= YOUNGEST_ORPHAN

/** Whether the files are those of another database, or of one that was lost: more than a few, and every one an orphan. */
export const looksLikeAnotherHouse = (files: number, orphans: number): boolean => orphans > FEW && orphans === files
