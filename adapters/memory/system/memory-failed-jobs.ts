import { ok } from 'neverthrow'
import { type FailedJob, type FailedJobs, failureCodes } from '#application/shared/failed-jobs.ts'
import { type Job, type JobFailure, jobKey } from '#application/shared/jobs.ts'
import type { Clock } from '#application/shared/system.ts'
import type { MemoryStore } from '../store/memory-store.ts'

export type MemoryFailedJobs = FailedJobs & {
  /** Notes a job that will not be tried again by itself. */
  bury(job: Job, failure: unknown): void
}

const causeOf = (failure: unknown): unknown => {
  const { type, cause } = failure as Partial<JobFailure>
  return type === 'JobFailure' ? cause : failure
}

export const memoryFailedJobs = (store: MemoryStore, clock: Clock): MemoryFailedJobs => {
  const dead = new Map<string, { readonly shown: FailedJob; readonly job: Job }>()
  let buried = 0

  return {
    bury: (job, failure) => {
      const id = `failed-${++buried}`
      const shown = { id, type: job.type, failedAt: clock.now(), why: failureCodes(causeOf(failure)) }
      dead.set(id, { shown, job })
    },
    list: (most) => store.read(() => [...dead.values()].slice(0, most).map(({ shown }) => shown)),
    retry: (which) => {
      const ids = which === 'all' ? [...dead.keys()] : which
      return store
        .run((unit) =>
          unit.step((draft) => {
            const jobs = ids.flatMap((id) => dead.get(id)?.job ?? [])
            const waiting = jobs
              .map(jobKey)
              .filter((key, at, keys) => keys.indexOf(key) === at && !draft.now().jobs.has(key))
            for (const job of jobs) if (waiting.includes(jobKey(job))) draft.put('jobs', jobKey(job), job)
            return ok(waiting.length)
          }),
        )
        .andTee(() => ids.forEach((id) => dead.delete(id)))
    },
  }
}
