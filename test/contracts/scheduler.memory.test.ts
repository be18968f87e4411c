import * as vitest from 'vitest'
import { vi } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { inMemory } from './memory-subject.ts'
import { schedulerContract } from '#adapters/testing/contracts.ts'

schedulerContract(
  vitest,
  inMemory(({ scheduler }) => ({ scheduler, advance: (length) => scheduler.advance(length) })),
  { name: 'in memory' },
)

schedulerContract(
  vitest,
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return {
      subject: {
        scheduler: memoryPorts().scheduler,
        advance: async (length) => void (await vi.advanceTimersByTimeAsync(length)),
      },
      close: async () => void vi.useRealTimers(),
    }
  },
  { name: 'of memory, real' },
)
