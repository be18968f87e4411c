/** Clock, chance, digest and scheduler on Node. */
export { SystemChance } from '#adapters/system/system-chance.ts'
export { SystemClock } from '#adapters/system/system-clock.ts'
export { SystemDigest } from '#adapters/system/system-digest.ts'
export { SystemScheduler } from '#adapters/system/system-scheduler.ts'
