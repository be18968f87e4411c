import { memoryAdapters, type MemoryOptions, type MemoryPorts } from './memory-adapters.ts'
import { realChance, realClock, realScheduler } from './system/real-system.ts'

export type { MemoryOptions, MemoryPorts } from './memory-adapters.ts'

/**
 * All ports for `soundhub(memoryPorts())`: rows, jobs, files and sent mails are held in memory and lost with the process. Time
 * and chance are real. Runs in every JavaScript runtime.
 *
 * Audio is WAV only, pictures are PNG only, and password hashes are fast and weak. Replace the ports that need to do more.
 */
export const memoryPorts = (options: MemoryOptions = {}): MemoryPorts =>
  memoryAdapters({ clock: realClock(), chance: realChance(), scheduler: realScheduler() }, realChance(), options)
