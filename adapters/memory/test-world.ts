import type { Instant, Milliseconds } from '#domain/shared/instant.ts'
import { memoryAdapters, type MemoryOptions, type MemoryPorts } from './memory-adapters.ts'
import { type MemoryScheduler, memoryScheduler } from './system/memory-scheduler.ts'
import { type MemoryChance, memoryChance, type MemoryClock, memoryClock } from './system/memory-system.ts'

export type TestWorldOptions = MemoryOptions & {
  /** Any number; 1 where none is given. */
  readonly seed?: number
  /** What the clock shows at first: the first moment of 2020 where none is given. */
  readonly start?: Instant
}

/** Every port in memory, with time and chance in the hands of a test. */
export type TestWorld = MemoryPorts & {
  readonly clock: MemoryClock
  readonly chance: MemoryChance
  readonly scheduler: MemoryScheduler
  /** Moves clock and scheduler on together: whatever is called on the way is told the time of its call. */
  pass(length: Milliseconds): Promise<void>
}

/**
 * Every port of the core for tests and demonstrations, never for people: one seed draws the same secrets each time, the
 * clock stands until it is moved, and scheduled work waits for that too.
 */
export const testWorld = ({ seed = 1, start, ...options }: TestWorldOptions = {}): TestWorld => {
  const clock = memoryClock(start)
  const scheduler = memoryScheduler((length) => clock.advance(length))
  // Half a seed further, so that one seed's salts are another one's secrets only where somebody seeds with halves.
  const salts = memoryChance(seed + 0.5)
  const world = memoryAdapters({ clock, chance: memoryChance(seed), scheduler }, salts, options)
  return { ...world, pass: (length) => scheduler.advance(length) }
}
