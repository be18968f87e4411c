import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Scheduler } from '#application/shared/system.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import { contract, gate, type Make } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type SchedulerSubject = {
  readonly scheduler: Scheduler
  /** Lets this much of the scheduler's time pass. Resolves once every task that became due was called. A fake clock will do. */
  readonly advance: (duration: Milliseconds) => Promise<void>
}

const countingTask = () => {
  let calls = 0
  return { task: () => okAsync(++calls), calls: () => calls }
}

/** Contract of `Scheduler`. The first call may come at once or after kept pause. */
export const schedulerContract = (
  testRunner: TestRunner,
  make: Make<SchedulerSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Scheduler', name }, make, (made, it) => {
    const every = (pause: Milliseconds, task: () => ResultAsync<unknown, unknown>) =>
      made().subject.scheduler.every(pause, task)
    const advance = (duration: Milliseconds) => made().subject.advance(duration)
    it('calls the task repeatedly, a pause apart', async () => {
      const { task, calls } = countingTask()
      const stop = every(SECOND, task)
      await advance(SECOND)
      const first = calls()
      expect(first).toBeGreaterThanOrEqual(1)
      await advance(SECOND / 2)
      expect(calls()).toBe(first)
      await advance(SECOND / 2)
      expect(calls()).toBe(first + 1)
      await advance(3 * SECOND)
      expect(calls()).toBe(first + 4)
      stop()
    })

    it('stops calling after stop(), which may be called twice', async () => {
      const { task, calls } = countingTask()
      const stop = every(SECOND, task)
      await advance(2 * SECOND)
      const before = calls()
      stop()
      stop()
      await advance(5 * SECOND)
      expect(calls()).toBe(before)
    })

    it('a task can stop itself', async () => {
      let calls = 0
      const stop = every(SECOND, () => {
        calls++
        stop()
        return okAsync()
      })
      await advance(5 * SECOND)
      expect(calls).toBe(1)
    })

    it('calls never overlap, and the pause starts when a call ends', async () => {
      const firstCall = gate()
      let calls = 0
      const stop = every(SECOND, () => {
        calls++
        return ResultAsync.fromSafePromise(calls === 1 ? firstCall.opened : Promise.resolve())
      })
      await advance(5 * SECOND)
      expect(calls).toBe(1)
      firstCall.open()
      await advance(0)
      expect(calls).toBe(1)
      await advance(SECOND - 1)
      expect(calls).toBe(1)
      await advance(1)
      expect(calls).toBe(2)
      stop()
    })

    const FAILURES: Readonly<Record<string, () => ResultAsync<unknown, unknown>>> = {
      'returns an error': () => errAsync('not now'),
      throws: () => {
        throw new Error('bug in a task')
      },
      rejects: () => new ResultAsync(Promise.reject(new Error('bug in a task'))),
    }
    for (const [what, fail] of Object.entries(FAILURES))
      it(`continues after a task that ${what}`, async () => {
        let calls = 0
        const stop = every(SECOND, () => (++calls === 1 ? fail() : okAsync()))
        await advance(4 * SECOND)
        expect(calls).toBeGreaterThanOrEqual(3)
        stop()
      })

    it('runs several tasks independently', async () => {
      const firstCall = gate()
      const [kept, stopped] = [countingTask(), countingTask()]
      const stops = [
        every(SECOND, kept.task),
        every(SECOND, stopped.task),
        every(SECOND, () => ResultAsync.fromSafePromise(firstCall.opened)),
      ]
      await advance(2 * SECOND)
      stops[1]!()
      const before = stopped.calls()
      await advance(2 * SECOND)
      expect(kept.calls()).toBeGreaterThanOrEqual(4)
      expect(stopped.calls()).toBe(before)
      firstCall.open()
      stops.forEach((stop) => stop())
    })
  })
