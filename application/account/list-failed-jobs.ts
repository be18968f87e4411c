import { type NotStaff, onlyStaff } from '#domain/account/staff.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { FailedJob, FailedJobs } from '../shared/failed-jobs.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'

/** More are not read at a glance; those that come after are listed once these are dealt with. */
export const MAX_FAILED_JOBS_SHOWN = 200

/** What listing failed jobs needs. */
export type ListFailedJobsDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users'>
  readonly failedJobs: FailedJobs
}

/** The jobs that failed at every try, oldest first, at most {@link MAX_FAILED_JOBS_SHOWN}. */
export const listFailedJobs =
  (deps: ListFailedJobsDependencies) =>
  ({ staff }: { readonly staff: UserId }): Outcome<readonly FailedJob[], NotStaff> =>
    deps.unitOfWork
      .run(({ users }) => users.byId(staff).andThen(onlyStaff))
      .andThen(() => deps.failedJobs.list(MAX_FAILED_JOBS_SHOWN))
