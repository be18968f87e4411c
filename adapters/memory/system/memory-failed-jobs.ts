import { ok } from 'neverthrow'
import { type FailedJobs, failureCodes } from '#application/shared/failed-jobs.ts'
import { type Job, type JobFailure, jobKey, type JobQueue } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Clock } from '#application/shared/system.ts'
import type { MemoryStore, MemoryUnit } from '../store/memory-store.ts'

export type MemoryFailedJobs = FailedJobs & {
  /** Notes a job that will not be tried again by itself. */
  bury(job: Job, failure: unknown): Outcome<void>
}

const causeOf = (failure: unknown): unknown => {
  const { type, cause } = failure as Partial<JobFailure>
  return type === 'JobFailure' ? cause : failure
}

export const memoryFailedJobs = (store: MemoryStore, clock: Clock): MemoryFailedJobs => ({
  bury: (job, failure) =>
    store.run((unit) =>
      unit.step((draft) => {
        const id = `failed-${unit.nextId('failedJobs')}`
        const shown = { id, type: job.type, failedAt: clock.now(), why: failureCodes(causeOf(failure)) }
        return ok(draft.put('failedJobs', id, { shown, job }))
      }),
    ),
  list: (most) => store.read(({ failedJobs }) => [...failedJobs.values()].slice(0, most).map(({ shown }) => shown)),
})

/** Queues failed jobs again in a unit of work. */
export const retryIn =
  (unit: MemoryUnit): JobQueue['retry'] =>
  (which) =>
    unit.step((draft) => {
      const { failedJobs } = draft.now()
      const taken = which === 'all' ? [...failedJobs.keys()] : [...new Set(which)].filter((id) => failedJobs.has(id))
      let queued = 0
      for (const id of taken) {
        const { job } = failedJobs.get(id)!
        draft.take('failedJobs', id)
        if (draft.now().jobs.has(jobKey(job))) continue
        draft.put('jobs', jobKey(job), job)
        queued++
      }
      return ok({ taken, queued })
    })
