import type { Instant, Milliseconds } from '#domain/shared/instant.ts'
import { memoryAdapters, type MemoryOptions, type MemoryPorts } from './memory-adapters.ts'
import { type MemoryScheduler, memoryScheduler } from './system/memory-scheduler.ts'
import { type MemoryChance, memoryChance, type MemoryClock, memoryClock } from './system/memory-system.ts'

export type TestWorldOptions = MemoryOptions & {
  /** Any number. Default 1. */
  readonly seed?: number
  /** The time of the clock at the start. Default 2020-01-01T00:00:00Z. */
  readonly start?: Instant
}

/** All ports in memory, with time and chance controlled by the test. */
export type TestWorld = MemoryPorts & {
  readonly clock: MemoryClock
  readonly chance: MemoryChance
  readonly scheduler: MemoryScheduler
  /** Advances clock and scheduler together: each task sees the time at which it is due. */
  pass(length: Milliseconds): Promise<void>
}

/**
 * All ports for tests and demonstrations, never for real users: a seed gives the same secrets every time, and clock and
 * scheduler stand still until they are advanced.
 */
export const testWorld = ({ seed = 1, start, ...options }: TestWorldOptions = {}): TestWorld => {
  const clock = memoryClock(start)
  const scheduler = memoryScheduler((length) => clock.advance(length))
  // Half a seed further, so that salts differ from the secrets of every whole seed.
  const salts = memoryChance(seed + 0.5)
  const world = memoryAdapters({ clock, chance: memoryChance(seed), scheduler }, salts, options)
  return { ...world, pass: (length) => scheduler.advance(length) }
}
