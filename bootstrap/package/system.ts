/** Clock, chance, correlation, digest and scheduler on Node. */
export { SystemChance } from '#adapters/system/system-chance.ts'
export { SystemClock } from '#adapters/system/system-clock.ts'
export { SystemCorrelation } from '#adapters/system/system-correlation.ts'
export { SystemDigest } from '#adapters/system/system-digest.ts'
export { SystemScheduler } from '#adapters/system/system-scheduler.ts'
