import { err, ok, safeTry } from 'neverthrow'
import { type NotStaff, onlyStaff } from '#domain/account/staff.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Clock } from '../shared/system.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'

/** What queueing failed jobs again needs. */
export type RetryFailedJobsDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'jobs' | 'audit'>
  readonly clock: Clock
}

/** No failed job has this id; it may have been queued again by somebody else. */
export type FailedJobNotFound = { readonly type: 'FailedJobNotFound'; readonly id: string }

/** Queues a failed job again. Answers how many now wait because of it: 0 if the same job waited already. */
export const retryFailedJob =
  (deps: RetryFailedJobsDependencies) =>
  ({ staff, id }: { readonly staff: UserId; readonly id: string }): Outcome<number, NotStaff | FailedJobNotFound> =>
    deps.unitOfWork.run(({ users, jobs, audit }) =>
      safeTry(async function* () {
        yield* onlyStaff(yield* users.byId(staff))
        const { taken, queued } = yield* jobs.retry([id])
        if (taken.length === 0) return err({ type: 'FailedJobNotFound', id } as const)
        yield* audit.add({ staffId: staff, at: deps.clock.now(), action: 'retry-job', subject: id })
        return ok(queued)
      }),
    )

/** Queues all failed jobs again. Answers how many were queued: not those that wait already in the same form. */
export const retryAllFailedJobs =
  (deps: RetryFailedJobsDependencies) =>
  ({ staff }: { readonly staff: UserId }): Outcome<number, NotStaff> =>
    deps.unitOfWork.run(({ users, jobs, audit }) =>
      safeTry(async function* () {
        yield* onlyStaff(yield* users.byId(staff))
        const { taken, queued } = yield* jobs.retry('all')
        if (taken.length > 0)
          yield* audit.add({ staffId: staff, at: deps.clock.now(), action: 'retry-all-jobs', subject: null })
        return ok(queued)
      }),
    )

/** The same from the command line of the server: these jobs, or all. */
export const retryFailedJobsOnServer =
  (deps: RetryFailedJobsDependencies) =>
  (which: readonly string[] | 'all'): Outcome<number> =>
    deps.unitOfWork.run(({ jobs, audit }) =>
      safeTry(async function* () {
        const { taken, queued } = yield* jobs.retry(which)
        const by = { staffId: null, at: deps.clock.now() }
        if (which !== 'all') for (const subject of taken) yield* audit.add({ ...by, action: 'retry-job', subject })
        else if (taken.length > 0) yield* audit.add({ ...by, action: 'retry-all-jobs', subject: null })
        return ok(queued)
      }),
    )
