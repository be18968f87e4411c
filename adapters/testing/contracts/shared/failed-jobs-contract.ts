import { errAsync, okAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { FailedJobs } from '#application/shared/failed-jobs.ts'
import { type Job, jobKey, type JobRunner } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { expectOneAfterTheOther, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { recorder, someJob } from './jobs.ts'

/** A queue that tries a job twice and no more, at once. Other jobs may have failed in it. */
export type FailedJobsSubject = { readonly units: UnitOfWork; readonly runner: JobRunner; readonly failed: FailedJobs }

const MANY = 10_000
const SECRET = '0123456789abcdef0123456789abcdef01234567'
const CAUSE = {
  type: 'Unavailable',
  what: 'mail',
  cause: Object.assign(new Error(`not wanted: ${SECRET}`), { code: 'EENVELOPE', responseCode: 550, extra: SECRET }),
}

/** `FailedJobs`, and `retry` of `JobQueue`. */
export const failedJobsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<FailedJobsSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'FailedJobs', name }, make, (made, it) => {
    const add = (job: Job) => valueOf(made().subject.units.run(({ jobs }) => jobs.add(job)))
    const listed = () => valueOf(made().subject.failed.list(MANY))
    const retry = (which: readonly string[] | 'all') =>
      valueOf(made().subject.units.run(({ jobs }) => jobs.retry(which)))
    const stillListed = async (ids: readonly string[]) => (await listed()).filter(({ id }) => ids.includes(id))

    /** Performs all but these, and waits until they are listed. */
    const failing = async (...jobs: readonly Job[]) => {
      const { runner } = made().subject
      const known = new Set((await listed()).map(({ id }) => id))
      const keys = new Set(jobs.map(jobKey))
      const { perform, times, has } = recorder((job) =>
        keys.has(jobKey(job)) ? errAsync({ type: 'JobFailure', job, cause: CAUSE }) : okAsync(),
      )
      for (const job of jobs) await add(job)
      await valueOf(runner.start(perform))
      await Promise.all(jobs.map((job) => has(job, 2)))
      await valueOf(runner.stop())
      return { times, listed: (await listed()).filter(({ id }) => !known.has(id)) }
    }

    it('lists what failed at its last try: type, time and codes, and nothing that was said', async () => {
      const job = someJob()
      const { listed: found, times } = await failing(job)
      expect(found.map(({ type, why }) => ({ type, why }))).toEqual([
        { type: job.type, why: 'Unavailable mail EENVELOPE 550' },
      ])
      expect(times(job)).toBe(2)
      expect(found[0]!.failedAt > 0).toBe(true)
      expect(JSON.stringify(found).includes(SECRET)).toBe(false)
    })

    it('lists no more than it is told to, the oldest first', async () => {
      await failing(someJob())
      await failing(someJob())
      const all = await listed()
      expect(await valueOf(made().subject.failed.list(1))).toEqual(all.slice(0, 1))
      expect(all.every(({ failedAt }, at) => at === 0 || all[at - 1]!.failedAt <= failedAt)).toBe(true)
    })

    it('queues one again that is asked for, and no other', async () => {
      const [job, other] = [someJob(), someJob()]
      const { listed: found } = await failing(job, other)
      const [first, second] = found
      expect(await retry([first!.id, 'no such id', first!.id])).toEqual({ taken: [first!.id], queued: 1 })
      for (const none of [[first!.id], [], ['no such id', 'a\0b', '']])
        expect(await retry(none)).toEqual({ taken: [], queued: 0 })
      expect((await listed()).filter(({ id }) => found.some((one) => one.id === id))).toEqual([second])
      const { perform, times, has } = recorder()
      await valueOf(made().subject.runner.start(perform))
      await Promise.race([has(job), has(other)])
      await valueOf(made().subject.runner.stop())
      expect(times(job) + times(other)).toBe(1)
    })

    it('queues all again, with every try left', async () => {
      const job = someJob()
      await failing(job)
      const ids = (await listed()).map(({ id }) => id)
      const { taken, queued } = await retry('all')
      expect(taken.toSorted()).toEqual(ids.toSorted())
      expect(queued >= 1).toBe(true)
      expect(await listed()).toEqual([])
      expect((await failing(job)).listed.length).toBe(1)
    })

    it('queues nothing twice that waits already', async () => {
      const job = someJob()
      const { listed: found } = await failing(job)
      await add(job)
      const ids = found.map(({ id }) => id)
      expect(await retry(ids)).toEqual({ taken: ids, queued: 0 })
      expect(await stillListed(ids)).toEqual([])
    })

    it('takes back what a refused unit queued again', async () => {
      const job = someJob()
      const ids = (await failing(job)).listed.map(({ id }) => id)
      await takenBack(made().subject.units, ({ jobs }) => jobs.retry(ids))
      expect((await stillListed(ids)).map(({ id }) => id)).toEqual(ids)
      expect(await retry(ids)).toEqual({ taken: ids, queued: 1 })
    })

    it('gives a job to one of two that want it at once', async () => {
      const ids = (await failing(someJob())).listed.map(({ id }) => id)
      const both = await Promise.all([retry(ids), retry(ids)])
      expect(both.reduce((sum, { queued }) => sum + queued, 0)).toBe(1)
      expect(both.flatMap(({ taken }) => taken)).toEqual(ids)
    })

    it('lets whoever wants a job wait for the unit that has it', async () => {
      const ids = (await failing(someJob())).listed.map(({ id }) => id)
      await expectOneAfterTheOther(made().subject.units, ({ jobs }) => jobs.retry(ids))
    })

    it('is unavailable, and not empty, in an outage', async () => {
      await made().breakDown()
      await expectUnavailable(made().subject.failed.list(MANY))
      await expectUnavailable(made().subject.units.run(({ jobs }) => jobs.retry('all')))
    })
  })
