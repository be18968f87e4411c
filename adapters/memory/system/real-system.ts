import type { Chance, Clock, Scheduler } from '#application/shared/system.ts'
import { instant } from '#domain/shared/instant.ts'
import { idleTimer, type Timer } from './timers.ts'

/** The clock of the machine. */
export const realClock = (): Clock => ({ now: () => instant(Date.now()) })

/** The most that `getRandomValues` gives at once (Web Cryptography API). */
const MOST_RANDOM_BYTES = 65_536

const randomBytes = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += MOST_RANDOM_BYTES)
    crypto.getRandomValues(bytes.subarray(at, at + MOST_RANDOM_BYTES))
  return bytes
}

/** WebCrypto's random source: good for secrets. */
export const realChance = (): Chance => ({
  bytes: randomBytes,
  roll: () => randomBytes(6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48,
})

/**
 * Calls tasks by timers that do not keep the process alive, first one pause after they were scheduled. A task that fails or
 * throws is called again.
 */
export const realScheduler = (): Scheduler => ({
  every: (pause, task) => {
    let isStopped = false
    let timer: Timer | undefined
    const wait = (): void => {
      if (!isStopped) timer = idleTimer(() => void once(), pause)
    }
    const once = async (): Promise<void> => {
      try {
        await task()
      } catch {
        // Tasks return their failures. If one throws anyway, it is still called again.
      }
      wait()
    }
    wait()
    return () => {
      isStopped = true
      clearTimeout(timer)
    }
  },
})
