import { type MemoryWorld, memoryWorld, type MemoryWorldSettings } from '#adapters/memory/memory-world.ts'
import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'

/** What `pick` takes from a fresh world in memory. */
export const inMemory =
  <Subject>(pick: (world: MemoryWorld) => Subject, settings: MemoryWorldSettings = {}): MakeBreakable<Subject> =>
  async () => {
    const world = memoryWorld(settings)
    return {
      subject: pick(world),
      breakDown: async () => world.outage.breakDown(),
      repair: async () => world.outage.repair(),
      close: async () => void (await world.jobRunner.stop()),
    }
  }
