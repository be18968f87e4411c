import type { ResultAsync } from 'neverthrow'
import type { Pulse } from '#application/shared/world.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'

type Beating = {
  readonly pause: Milliseconds
  readonly beat: () => ResultAsync<unknown, unknown>
  /** `null` while a call is under way. */
  dueAt: number | null
}

export type MemoryPulse = Pulse & {
  /**
   * Lets time go by and calls what comes due on the way, in order. A beat that does not end in its turn of the event
   * loop goes on beside; its pause is counted from the time at which it ends.
   */
  advance(length: Milliseconds): Promise<void>
}

/** Lets what can end now end. */
const aTurn = (): Promise<unknown> => new Promise((turn) => setImmediate(turn))

/** Beats when its hands are moved, the first time a pause after it began; `moved` is told of each step they take. */
export const memoryPulse = (moved: (length: Milliseconds) => void = () => {}): MemoryPulse => {
  const beating = new Set<Beating>()
  let now = 0

  const moveTo = (moment: number): void => {
    moved(moment - now)
    now = moment
  }

  const call = async (one: Beating): Promise<void> => {
    one.dueAt = null
    try {
      await one.beat()
    } catch {
      // A beat that throws is a fault of its owner; the others, and its own next call, must not suffer from it.
    } finally {
      one.dueAt = now + one.pause
    }
  }

  const nextUntil = (end: number): Beating | undefined =>
    [...beating]
      .filter(({ dueAt }) => dueAt !== null && dueAt <= end)
      .toSorted((one, other) => one.dueAt! - other.dueAt!)[0]

  return {
    every: (pause, beat) => {
      const one: Beating = { pause, beat, dueAt: now + pause }
      beating.add(one)
      return () => void beating.delete(one)
    },
    advance: async (length) => {
      const end = now + length
      await aTurn()
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        moveTo(Math.max(now, next.dueAt!))
        void call(next)
        await aTurn()
      }
      moveTo(end)
    },
  }
}
