import { memoryAdapters, type MemoryOptions, type MemoryPorts } from './memory-adapters.ts'
import { realChance, realClock, realScheduler } from './system/real-system.ts'

export type { MemoryOptions, MemoryPorts } from './memory-adapters.ts'

/**
 * Every port of the core, for `soundhub(memoryPorts())`: rows, jobs, files and sent mails are held in memory and gone with
 * it. Time and chance are real. It runs wherever JavaScript does, and needs nothing else.
 *
 * It knows WAV and PNG only, and its password hashes are quick: put other adapters in the place of those that have to do
 * more.
 */
export const memoryPorts = (options: MemoryOptions = {}): MemoryPorts =>
  memoryAdapters({ clock: realClock(), chance: realChance(), scheduler: realScheduler() }, realChance(), options)
