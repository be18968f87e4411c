import type { ResultAsync } from 'neverthrow'
import type { Milliseconds } from '#domain/shared/instant.ts'
import type { Scheduler } from '#application/shared/system.ts'

/**
 * Beats by timers that do not keep the process alive. The first beat comes one pause after the call; a beat that fails,
 * or breaks its word and throws, is followed by the next one all the same.
 */
export class SystemScheduler implements Scheduler {
  every(pause: Milliseconds, task: () => ResultAsync<unknown, unknown>): () => void {
    let stopped = false
    let timer: NodeJS.Timeout | undefined

    const wait = (): void => {
      if (!stopped) timer = setTimeout(() => void once(), pause).unref()
    }
    const once = async (): Promise<void> => {
      try {
        await task()
      } catch {
        // The beat's own port reports its failures as values; what is thrown past that must not end the pulse.
      }
      wait()
    }

    wait()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }
}
