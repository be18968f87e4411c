import type { ResultAsync } from 'neverthrow'
import type { Scheduler } from '#application/shared/system.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'

type ScheduledTask = {
  readonly pause: Milliseconds
  readonly task: () => ResultAsync<unknown, unknown>
  /** `null` while a call is under way. */
  dueAt: number | null
}

export type MemoryScheduler = Scheduler & {
  /**
   * Lets time go by and calls what comes due on the way, in order. A beat that does not end in its turn of the event
   * loop goes on beside; its pause is counted from the time at which it ends.
   */
  advance(length: Milliseconds): Promise<void>
}

/** Turns of the event loop, in each of which what can end now ends. */
type Turns = { next(): Promise<void>; close(): void }

/** By messages where there are channels: a timer waits a millisecond or four, and days of a test are thousands of turns. */
const openTurns = (): Turns => {
  if (!('MessageChannel' in globalThis))
    return { next: () => new Promise<void>((turn) => setTimeout(turn, 0)), close: () => {} }
  const { port1, port2 } = new MessageChannel()
  let turn: (() => void) | null = null
  port1.addEventListener('message', () => turn?.())
  port1.start()
  return {
    next: () =>
      new Promise<void>((begun) => {
        turn = begun
        port2.postMessage(null)
      }),
    close: () => port1.close(),
  }
}

/** Beats when its hands are moved, the first time a pause after it began; `moved` is told of each step they take. */
export const memoryScheduler = (moved: (length: Milliseconds) => void = () => {}): MemoryScheduler => {
  const beating = new Set<ScheduledTask>()
  let now = 0

  const moveTo = (moment: number): void => {
    moved(moment - now)
    now = moment
  }

  const call = async (one: ScheduledTask): Promise<void> => {
    one.dueAt = null
    try {
      await one.task()
    } catch {
      // A beat that throws is a fault of its owner; the others, and its own next call, must not suffer from it.
    } finally {
      one.dueAt = now + one.pause
    }
  }

  const nextUntil = (end: number): ScheduledTask | undefined =>
    [...beating]
      .filter(({ dueAt }) => dueAt !== null && dueAt <= end)
      .toSorted((one, other) => one.dueAt! - other.dueAt!)[0]

  return {
    every: (pause, task) => {
      const one: ScheduledTask = { pause, task, dueAt: now + pause }
      beating.add(one)
      return () => void beating.delete(one)
    },
    advance: async (length) => {
      const end = now + length
      const turns = openTurns()
      await turns.next()
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        moveTo(Math.max(now, next.dueAt!))
        void call(next)
        await turns.next()
      }
      turns.close()
      moveTo(end)
    },
  }
}
