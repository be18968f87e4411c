import { okAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import { type Job, JOB_TYPES, type JobStatistics, type JobType } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { someJob } from './jobs.ts'
import { takenBack } from './transactions.ts'

/** A queue that nobody takes from. Other jobs may wait in it. */
export type JobStatisticsSubject = { readonly units: UnitOfWork; readonly statistics: JobStatistics }

const MANY = 10_000

/** `JobStatistics`. */
export const jobStatisticsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<JobStatisticsSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'JobStatistics', name }, make, (made, it) => {
    const units = () => made().subject.units
    const waiting = (most = MANY) => valueOf(made().subject.statistics.waiting(most))
    const of = async (type: JobType, most = MANY) => (await waiting(most)).find((one) => one.type === type)!
    const add = (job: Job) => valueOf(units().run(({ jobs }) => jobs.add(job)))

    it('has one entry for every type of job', async () => {
      expect((await waiting()).map(({ type }) => type)).toEqual([...JOB_TYPES])
    })

    it('counts what was committed, each of equal jobs once, and nothing that was taken back', async () => {
      const before = await of('remove-folder')
      const [job, other] = [someJob(), someJob()]
      for (const one of [job, other, job]) await add(one)
      await takenBack(units(), ({ jobs }) => jobs.add(someJob()).andThen(() => okAsync()))
      expect((await of('remove-folder')).waiting).toBe(before.waiting + 2)
    })

    it('tells how long ago the oldest was queued', async () => {
      await add(someJob())
      const { oldest } = await of('remove-folder')
      expect(typeof oldest).toBe('number')
      expect(oldest! >= 0).toBe(true)
      for (const each of await waiting()) expect(each.oldest === null).toBe(each.waiting === 0)
    })

    it('counts no further than it is told to', async () => {
      for (const job of [someJob(), someJob(), someJob()]) await add(job)
      expect((await of('remove-folder', 2)).waiting).toBe(2)
    })

    it('is unavailable, and not empty, in an outage', async () => {
      await made().breakDown()
      await expectUnavailable(made().subject.statistics.waiting(MANY))
    })
  })
