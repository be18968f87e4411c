import type { ResultAsync } from 'neverthrow'
import type { Scheduler } from '#application/shared/system.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'

type ScheduledTask = {
  readonly pause: Milliseconds
  readonly task: () => ResultAsync<unknown, unknown>
  /** `null` while the task is running. */
  dueAt: number | null
}

export type MemoryScheduler = Scheduler & {
  /**
   * Advances time and calls tasks in the order in which they become due. A task that does not finish in its turn of the event
   * loop keeps running; its pause starts when it ends.
   */
  advance(length: Milliseconds): Promise<void>
}

/** Turns of the event loop, so that whatever can finish now does. */
type Turns = { next(): Promise<void>; close(): void }

/** Uses message channels if there are any, because a timer waits 1 to 4 ms and a test may need thousands of turns. */
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

/** Calls tasks while time is advanced, first one pause after they were scheduled. `moved` is called with every step. */
export const memoryScheduler = (moved: (length: Milliseconds) => void = () => {}): MemoryScheduler => {
  const scheduled = new Set<ScheduledTask>()
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
      // A task that throws must affect neither the others nor its own next call.
    } finally {
      one.dueAt = now + one.pause
    }
  }

  const nextUntil = (end: number): ScheduledTask | undefined =>
    [...scheduled]
      .filter(({ dueAt }) => dueAt !== null && dueAt <= end)
      .toSorted((one, other) => one.dueAt! - other.dueAt!)[0]

  return {
    every: (pause, task) => {
      const one: ScheduledTask = { pause, task, dueAt: now + pause }
      scheduled.add(one)
      return () => void scheduled.delete(one)
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
