import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { expect, objectContaining } from '#adapters/testing/expect.ts'
import { type Job, jobKey } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { MailId, UserId } from '#domain/shared/id.ts'
import { mediaPath } from '#domain/track/track.ts'
import { newQueuedMail, newUser, postIdOf, unique } from '#adapters/testing/fixtures.ts'
import { pendingIn } from '#adapters/testing/given.ts'
import { failingAndStopping } from './job-runner-failures.ts'
import { type JobRunnerSubject, type Recorder, recorder, someJob } from './jobs.ts'
import {
  contract,
  expectUnavailable,
  gate,
  isUnavailable,
  type MakeBreakable,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from './transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `JobQueue` and `JobRunner`. */
export const jobRunnerContract = (
  testRunner: TestRunner,
  make: MakeBreakable<JobRunnerSubject>,
  { name }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'JobRunner', name }, make, (made, it) => {
    const units = () => made().subject.units
    const runner = () => made().subject.runner
    const add = (...jobs: readonly Job[]) =>
      valueOf(
        units().run(({ jobs: queue }) =>
          safeTry(async function* () {
            for (const job of jobs) yield* queue.add(job)
            return ok()
          }),
        ),
      )
    /** Everything that was asked for before has had its turn: two further jobs came and went, one after the other. */
    const settled = async ({ has }: Recorder) => {
      for (const job of [someJob(), someJob()]) {
        await add(job)
        await has(job)
      }
      await valueOf(runner().stop())
    }

    it('performs what a unit asked for, whether it began to run before or after', async () => {
      const [before, after] = [someJob(), someJob()]
      const { perform, has } = recorder()
      await add(before)
      await valueOf(runner().start(perform))
      await has(before)
      await add(after)
      await has(after)
    })

    it('hands every job over as it was asked for', async () => {
      const folder = unique('user_7/Post_')
      const jobs: readonly Job[] = [
        { type: 'send-mail', mailId: 71 as MailId },
        { type: 'purge-stale-users' },
        { type: 'render-mix', postId: postIdOf(72) },
        { type: 'remove-file', path: mediaPath(7 as UserId, postIdOf(73), 'master_r1_a1.mp3') },
        { type: 'remove-folder', folder },
      ]
      const { perform, has, times } = recorder()
      await valueOf(runner().start(perform))
      await add(...jobs)
      await Promise.all(jobs.map((job) => has(job)))
      for (const job of jobs) expect(times(job)).toBe(1)
    })

    it('performs a job when what its unit saved is there', async () => {
      const found: unknown[] = []
      const { perform, has } = recorder((job) =>
        job.type === 'send-mail'
          ? units()
              .run(({ queuedMails }) => queuedMails.byId(job.mailId))
              .map((queuedMail) => void found.push(queuedMail))
          : okAsync(),
      )
      await valueOf(runner().start(perform))
      const job = await valueOf(
        units().run(({ users, queuedMails, jobs }) =>
          safeTry(async function* () {
            const { id: userId } = yield* users.add(newUser())
            const { id: mailId } = yield* queuedMails.add(newQueuedMail({ userId }))
            const mail: Job = { type: 'send-mail', mailId }
            yield* jobs.add(mail)
            return queuedMails.byId(mailId).map(() => mail)
          }),
        ),
      )
      await has(job)
      await valueOf(runner().stop())
      expect(found).toEqual([objectContaining({ kind: 'activation', sentAt: null })])
    })

    it('never performs what a unit took back', async () => {
      const job = someJob()
      const seen = recorder()
      await valueOf(runner().start(seen.perform))
      await takenBack(units(), ({ jobs }) => jobs.add(job))
      await settled(seen)
      expect(seen.times(job)).toBe(0)
    })

    it('performs once what was asked for several times before it began', async () => {
      const [job, other] = [someJob(), someJob()]
      const seen = recorder()
      await add(job, job)
      await add(job)
      await add(other, job)
      await Promise.all([add(job), add(job)])
      await valueOf(runner().start(seen.perform))
      await seen.has(job)
      await settled(seen)
      expect([seen.times(job), seen.times(other)]).toEqual([1, 1])
    })

    it('performs again what is asked for again while it is under way, or done', async () => {
      const job = someJob()
      const mayEnd = gate()
      const { perform, has } = recorder((begun) =>
        jobKey(begun) === jobKey(job) ? ResultAsync.fromSafePromise(mayEnd.opened) : okAsync(),
      )
      await valueOf(runner().start(perform))
      await add(job)
      await has(job)
      await add(job)
      mayEnd.open()
      await has(job, 2)
      await add(job)
      await has(job, 3)
    })

    it('performs after a commit what its unit asked for, also when the same job waited and began meanwhile', async () => {
      const job = someJob()
      const visibleTo: boolean[] = []
      let isCommitted = false
      const runs = recorder((begun) => {
        if (jobKey(begun) === jobKey(job)) visibleTo.push(isCommitted)
        return okAsync()
      })
      await add(job)
      const user = await pendingIn(units())
      await valueOf(
        units().run(({ jobs, users }) =>
          safeTry(async function* () {
            yield* jobs.add(job)
            yield* runner().start(runs.perform)
            // Round trips that give a runner time to begin the job too early.
            for (let trip = 0; trip < 50; trip++) yield* users.byId(user.id)
            isCommitted = true
            return ok()
          }),
        ),
      )
      await runs.has(job, visibleTo.includes(false) ? 2 : 1)
      await settled(runs)
      expect(visibleTo).toContain(true)
    })

    failingAndStopping(it, made, add)

    it('answers Unavailable where it cannot begin, and stops all the same', async () => {
      await made().breakDown()
      await expectUnavailable(runner().start(recorder().perform))
      const stopped = await runner().stop()
      expect(stopped.isOk() || isUnavailable(stopped)).toBe(true)
    })
  })

  const makeUnits: MakeBreakable<UnitOfWork> = async () => {
    const made = await make()
    return { ...made, subject: made.subject.units }
  }
  contract(testRunner, { of: 'JobQueue in an outage', name }, makeUnits, (made, it) =>
    answersUnavailableAmidAUnit(it, made, {
      add: ({ jobs }) => jobs.add(someJob()),
      retry: ({ jobs }) => jobs.retry('all'),
    }),
  )
}
