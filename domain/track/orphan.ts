import { DAY, HOUR, type Instant, type Milliseconds } from '../shared/instant.ts'

/** How often a worker considers a sweep. */
export const SWEEP_INTERVAL: Milliseconds = HOUR

/**
 * Whether to sweep this time: once a day on average, also for a worker that restarts every day. `roll` is evenly
 * distributed over 0 ≤ roll < 1.
 */
export const isTimeToSweep = (roll: number): boolean => roll < SWEEP_INTERVAL / DAY

/** A younger file may still be waiting for its row. */
export const MIN_ORPHAN_AGE: Milliseconds = 6 * HOUR

/** Every file is unreferenced, so this is probably not the database the files belong to. */
export type RowsMissing = { readonly type: 'RowsMissing'; readonly files: number }

/** Up to this many files may all be orphans. */
const FEW = 20

/** Whether an unreferenced file may be removed. */
export const isOldEnoughToSweep = (modifiedAt: Instant, now: Instant): boolean => now - modifiedAt >= MIN_ORPHAN_AGE

/** Whether the files seem to belong to another or a lost database: more than a few, and all of them orphans. */
export const looksLikeAnotherDatabase = (files: number, orphans: number): boolean => orphans > FEW && orphans === files
