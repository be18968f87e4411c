import * as vitest from 'vitest'
import { vi } from 'vitest'
import { SystemScheduler } from '#adapters/system/system-scheduler.ts'
import { schedulerContract } from '#adapters/testing/contracts.ts'

schedulerContract(
  vitest,
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return {
      subject: {
        scheduler: new SystemScheduler(),
        advance: async (length) => void (await vi.advanceTimersByTimeAsync(length)),
      },
      close: async () => void vi.useRealTimers(),
    }
  },
  { name: 'by timers' },
)
