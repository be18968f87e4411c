import { vi } from 'vitest'
import { SystemScheduler } from '#adapters/system/system-scheduler.ts'
import { schedulerContract } from '#adapters/testing/contracts/shared/scheduler-contract.ts'

schedulerContract('by timers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return {
    subject: {
      scheduler: new SystemScheduler(),
      pass: async (length) => void (await vi.advanceTimersByTimeAsync(length)),
    },
    close: async () => void vi.useRealTimers(),
  }
})
