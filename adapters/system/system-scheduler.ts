import type { ResultAsync } from 'neverthrow'
import type { Milliseconds } from '#domain/shared/instant.ts'
import type { Scheduler } from '#application/shared/system.ts'

/**
 * Schedules with timers that do not keep the process alive. The task first runs one interval after the call, and keeps
 * running after a failure, even if it breaks its contract and throws.
 */
export class SystemScheduler implements Scheduler {
  every(interval: Milliseconds, task: () => ResultAsync<unknown, unknown>): () => void {
    let stopped = false
    let timer: NodeJS.Timeout | undefined

    const scheduleNext = (): void => {
      if (!stopped) timer = setTimeout(() => void run(), interval).unref()
    }
    const run = async (): Promise<void> => {
      try {
        await task()
      } catch {
        // Failures are values that the task itself reports. An unexpected exception must not stop the schedule.
      }
      scheduleNext()
    }

    scheduleNext()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }
}
