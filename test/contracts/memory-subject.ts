import { type TestWorld, testWorld, type TestWorldOptions } from '#adapters/memory/test-world.ts'
import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'

/** What `pick` takes from a fresh world in memory. */
export const inMemory =
  <Subject>(pick: (world: TestWorld) => Subject, options: TestWorldOptions = {}): MakeBreakable<Subject> =>
  async () => {
    const world = testWorld(options)
    return {
      subject: pick(world),
      breakDown: async () => world.outage.breakDown(),
      repair: async () => world.outage.repair(),
      close: async () => void (await world.jobRunner.stop()),
    }
  }
