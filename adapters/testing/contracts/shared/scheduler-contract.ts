import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Scheduler } from '#application/shared/system.ts'
import { type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import { contract, gate, type Make } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

export type SchedulerSubject = {
  readonly scheduler: Scheduler
  /** Ends when so much of its time went by and what came due was called. A fake clock will do. */
  readonly pass: (length: Milliseconds) => Promise<void>
}

const counting = () => {
  let calls = 0
  return { task: () => okAsync(++calls), calls: () => calls }
}

/** `Scheduler`. Whether the first call comes at once or after the first pause is left open. */
export const schedulerContract = (
  testRunner: TestRunner,
  make: Make<SchedulerSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Scheduler', name }, make, (made, it) => {
    const every = (pause: Milliseconds, task: () => ResultAsync<unknown, unknown>) =>
      made().subject.scheduler.every(pause, task)
    const pass = (length: Milliseconds) => made().subject.pass(length)
    it('calls again and again, a pause apart', async () => {
      const { task, calls } = counting()
      const stop = every(SECOND, task)
      await pass(SECOND)
      const first = calls()
      expect(first).toBeGreaterThanOrEqual(1)
      await pass(SECOND / 2)
      expect(calls()).toBe(first)
      await pass(SECOND / 2)
      expect(calls()).toBe(first + 1)
      await pass(3 * SECOND)
      expect(calls()).toBe(first + 4)
      stop()
    })

    it('calls no more when it is told to stop, which may be said twice', async () => {
      const { task, calls } = counting()
      const stop = every(SECOND, task)
      await pass(2 * SECOND)
      const before = calls()
      stop()
      stop()
      await pass(5 * SECOND)
      expect(calls()).toBe(before)
    })

    it('can be stopped by the beat itself', async () => {
      let calls = 0
      const stop = every(SECOND, () => {
        calls++
        stop()
        return okAsync()
      })
      await pass(5 * SECOND)
      expect(calls).toBe(1)
    })

    it('never calls while a call is under way, and counts the pause from its end', async () => {
      const mayEnd = gate()
      let calls = 0
      const stop = every(SECOND, () => {
        calls++
        return ResultAsync.fromSafePromise(calls === 1 ? mayEnd.opened : Promise.resolve())
      })
      await pass(5 * SECOND)
      expect(calls).toBe(1)
      mayEnd.open()
      await pass(0)
      expect(calls).toBe(1)
      await pass(SECOND - 1)
      expect(calls).toBe(1)
      await pass(1)
      expect(calls).toBe(2)
      stop()
    })

    const FAILURES: Readonly<Record<string, () => ResultAsync<unknown, unknown>>> = {
      'is refused': () => errAsync('not now'),
      throws: () => {
        throw new Error('a mistake in a beat')
      },
      'breaks its promise': () => new ResultAsync(Promise.reject(new Error('a mistake in a beat'))),
    }
    for (const [what, fail] of Object.entries(FAILURES))
      it(`goes on after a call that ${what}`, async () => {
        let calls = 0
        const stop = every(SECOND, () => (++calls === 1 ? fail() : okAsync()))
        await pass(4 * SECOND)
        expect(calls).toBeGreaterThanOrEqual(3)
        stop()
      })

    it('keeps several beats apart', async () => {
      const mayEnd = gate()
      const [one, other] = [counting(), counting()]
      const stops = [
        every(SECOND, one.task),
        every(SECOND, other.task),
        every(SECOND, () => ResultAsync.fromSafePromise(mayEnd.opened)),
      ]
      await pass(2 * SECOND)
      stops[1]!()
      const before = other.calls()
      await pass(2 * SECOND)
      expect(one.calls()).toBeGreaterThanOrEqual(4)
      expect(other.calls()).toBe(before)
      mayEnd.open()
      stops.forEach((stop) => stop())
    })
  })
