import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import { type Job, jobKey } from '#application/shared/jobs.ts'
import type { It } from '#adapters/testing/test-runner.ts'
import { pendingIn } from '#adapters/testing/given.ts'
import { type JobRunnerSubject, recorder, someJob } from './jobs.ts'
import { gate, type Made, valueOf } from '#adapters/testing/contracts/subject.ts'

/** How a runner takes failures, and how it stops; `add` commits a job. */
export const failingAndStopping = (
  it: It,
  made: () => Made<JobRunnerSubject>,
  add: (...jobs: readonly Job[]) => Promise<void>,
): void => {
  const runner = () => made().subject.runner

  for (const how of ['refuses', 'throws'])
    it(`performs again what failed, when it ${how}`, async () => {
      const job = someJob()
      let tries = 0
      const { perform, has, times } = recorder((begun) => {
        if (jobKey(begun) !== jobKey(job) || ++tries > 2) return okAsync()
        if (how === 'throws') throw new Error('a mistake in a job')
        return errAsync({ type: 'JobFailure', job: begun, cause: 'not today' })
      })
      await valueOf(runner().start(perform))
      await add(job)
      await has(job, 3)
      await valueOf(runner().stop())
      expect(times(job)).toBe(3)
    })

  it('performs others while one fails', async () => {
    const [bad, good] = [someJob(), someJob()]
    const { perform, has } = recorder((begun) =>
      jobKey(begun) === jobKey(bad) ? errAsync({ type: 'JobFailure', job: begun, cause: 'never' }) : okAsync(),
    )
    await add(bad, good)
    await valueOf(runner().start(perform))
    await Promise.all([has(bad), has(good)])
  })

  it('waits, when it is stopped, for what is under way, and begins nothing more', async () => {
    const [job, later] = [someJob(), someJob()]
    const mayEnd = gate()
    const log: string[] = []
    const { perform, has, times } = recorder((begun) =>
      jobKey(begun) === jobKey(job)
        ? ResultAsync.fromSafePromise(mayEnd.opened.then(() => void log.push('job done')))
        : okAsync(),
    )
    await valueOf(runner().start(perform))
    await add(job)
    await has(job)
    const stopped = valueOf(
      runner()
        .stop()
        .map(() => log.push('stopped')),
    )
    await add(later)
    mayEnd.open()
    await stopped
    expect(log).toEqual(['job done', 'stopped'])
    await pendingIn(made().subject.units)
    expect(times(later)).toBe(0)
  })

  it('may be stopped before it began, and twice', async () => {
    await valueOf(runner().stop())
    await valueOf(runner().stop())
  })
}
