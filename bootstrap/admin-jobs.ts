import type { FailedJob, FailedJobs } from '#application/shared/failed-jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { orCannotStart } from './cannot-start.ts'
import { containerOf, open } from './container.ts'
import type { Settings } from './settings.ts'

/** More are not read at a glance; those that come after are listed once these are dealt with. */
const MOST = 200

const lineOf = ({ id, type, failedAt, why }: FailedJob): string =>
  [id, type, new Date(failedAt).toISOString(), why].join('  ').trimEnd()

const withFailedJobs = async <Value>(
  settings: Settings,
  ask: (failed: FailedJobs) => Outcome<Value>,
): Promise<Value> => {
  const container = containerOf(settings)
  const { cleanup } = await open(container, ['cleanup'])
  try {
    const { failedJobs } = await open(container, ['failedJobs'])
    return await orCannotStart('the job queue cannot be read', ask(failedJobs))
  } finally {
    await cleanup.run()
  }
}

/** The jobs that failed at every try, a line each. */
export const listJobs = async (settings: Settings): Promise<string> => {
  const jobs = await withFailedJobs(settings, (failed) => failed.list(MOST))
  const more = jobs.length === MOST ? [`the oldest ${MOST}; there may be more`] : []
  return jobs.length === 0 ? 'no job has failed' : [...jobs.map(lineOf), ...more].join('\n')
}

/** Queues such jobs again. */
export const retryJobs = async (settings: Settings, which: readonly string[] | 'all'): Promise<string> =>
  `${await withFailedJobs(settings, (failed) => failed.retry(which))} queued again`
