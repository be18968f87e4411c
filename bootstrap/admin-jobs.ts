import { MAX_FAILED_JOBS_SHOWN } from '#application/account/list-failed-jobs.ts'
import { retryFailedJobsOnServer } from '#application/account/retry-failed-jobs.ts'
import type { FailedJob } from '#application/shared/failed-jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { orCannotStart } from './cannot-start.ts'
import { containerOf, open } from './container.ts'
import type { Settings } from './settings.ts'
import type { Services } from './tokens.ts'

const lineOf = ({ id, type, failedAt, why }: FailedJob): string =>
  [id, type, new Date(failedAt).toISOString(), why].join('  ').trimEnd()

const withServices = async <Name extends keyof Services, Value>(
  settings: Settings,
  names: readonly Name[],
  ask: (services: Pick<Services, Name>) => Outcome<Value>,
): Promise<Value> => {
  const container = containerOf(settings)
  const { cleanup } = await open(container, ['cleanup'])
  try {
    return await orCannotStart('the job queue cannot be read', ask(await open(container, names)))
  } finally {
    await cleanup.run()
  }
}

/** The jobs that failed at every try, a line each. */
export const listJobs = async (settings: Settings): Promise<string> => {
  const jobs = await withServices(settings, ['failedJobs'], ({ failedJobs }) => failedJobs.list(MAX_FAILED_JOBS_SHOWN))
  const more = jobs.length === MAX_FAILED_JOBS_SHOWN ? [`the oldest ${jobs.length}; there may be more`] : []
  return jobs.length === 0 ? 'no job has failed' : [...jobs.map(lineOf), ...more].join('\n')
}

/** Queues such jobs again, and writes that down. */
export const retryJobs = async (settings: Settings, which: readonly string[] | 'all'): Promise<string> => {
  const queued = await withServices(settings, ['unitOfWork', 'clock'], (deps) => retryFailedJobsOnServer(deps)(which))
  return `${queued} queued again`
}
