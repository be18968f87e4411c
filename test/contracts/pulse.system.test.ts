import { vi } from 'vitest'
import { SystemPulse } from '#adapters/system/system-pulse.ts'
import { pulseContract } from './pulse-contract.ts'

pulseContract('by timers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return {
    subject: {
      pulse: new SystemPulse(),
      pass: async (length) => void (await vi.advanceTimersByTimeAsync(length)),
    },
    close: async () => void vi.useRealTimers(),
  }
})
