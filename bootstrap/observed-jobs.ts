import { err, type Result, ResultAsync } from 'neverthrow'
import type { JobStatus } from '#adapters/prometheus/prometheus-metrics.ts'
import type { Job, JobExecution, JobFailure, JobRunner, PerformJob } from '#application/shared/jobs.ts'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { StageClock } from './stage-clock.ts'
import type { Services } from './tokens.ts'

type Refusal = { readonly type: string; readonly cause?: unknown; readonly what?: unknown }

const isRefusal = (cause: unknown): cause is Refusal =>
  !(cause instanceof Error) && typeof (Object(cause) as { readonly type?: unknown }).type === 'string'

/** What was refused, and the error behind it. The job itself is left out: it may contain an address. */
const particularsOf = (cause: unknown): object =>
  isRefusal(cause) ? { refusal: cause.type, what: cause.what, err: cause.cause } : { err: cause }

type Attempted = Result<unknown, JobFailure | Unavailable>

const attempt = async (job: Job, execution: JobExecution, perform: PerformJob): Promise<Attempted> => {
  try {
    return await perform(job, execution)
  } catch (cause) {
    return err({ type: 'JobFailure', job, cause })
  }
}

const statusOf = (result: Attempted): JobStatus =>
  result.match(
    (ending) => (ending === 'given-up' ? 'given-up' : 'done'),
    () => 'failed',
  )

/** Every attempt at a job is one line, is counted, and belongs to the request that caused it. */
export const observedJobRunner = (
  runner: JobRunner,
  { log, errorReporter, correlation, metrics }: Pick<Services, 'log' | 'errorReporter' | 'correlation' | 'metrics'>,
  stages: StageClock,
): JobRunner => {
  const note = (job: Job, { id, requestId }: JobExecution, milliseconds: number, result: Attempted) => {
    const status = statusOf(result)
    if (job.type === 'render-mix') stages.end(job.postId, status === 'done')
    metrics?.jobEnded(job.type, status, milliseconds)
    const line = { id, job: job.type, requestId, status, ms: Math.round(milliseconds) }
    if (result.isOk()) return log.info(line, 'job')
    const cause = result.error.type === 'JobFailure' ? result.error.cause : result.error
    log.warn({ ...line, ...particularsOf(cause) }, 'job')
    errorReporter.report({
      error: isRefusal(cause) ? cause.cause : cause,
      refusal: isRefusal(cause) ? cause.type : null,
      requestId,
      where: job.type,
      userId: null,
    })
  }

  const observed =
    (perform: PerformJob): PerformJob =>
    (job, execution) => {
      const began = performance.now()
      if (job.type === 'render-mix') stages.begin(job.postId)
      const performed = async () => {
        const result = await attempt(job, execution, perform)
        note(job, execution, performance.now() - began, result)
        return result
      }
      const { requestId } = execution
      return new ResultAsync(requestId === null ? performed() : correlation.within(requestId, performed))
    }

  return { start: (perform) => runner.start(observed(perform)), stop: () => runner.stop() }
}
