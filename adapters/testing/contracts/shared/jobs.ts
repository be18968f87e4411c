import { okAsync } from 'neverthrow'
import { type Job, type JobFailure, jobKey, type JobRunner } from '#application/shared/jobs.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { unique } from '#adapters/testing/fixtures.ts'

/**
 * The two ends of one queue. Other jobs may wait in it: the suite performs and forgets them. A job that failed is to
 * run again within a second or two, not after a minute as it may in service.
 */
export type JobRunnerSubject = { readonly units: UnitOfWork; readonly runner: JobRunner }

type Perform = (job: Job) => Outcome<void, JobFailure>

/** A job that no other case asks for. */
export const someJob = (): Job => ({ type: 'remove-folder', folder: unique('user_1/Post_') })

export type Recorder = {
  readonly perform: Perform
  /** How often the job began. */
  readonly times: (job: Job) => number
  /** Ends when the job has begun so often. */
  readonly has: (job: Job, atLeast?: number) => Promise<void>
}

/** Performs everything, tells what began, and lets a case wait for it. */
export const recorder = (answer: Perform = () => okAsync()): Recorder => {
  const begun: string[] = []
  const waiting: { readonly isThere: () => boolean; readonly resolve: () => void }[] = []
  const times = (job: Job) => begun.filter((key) => key === jobKey(job)).length
  return {
    perform: (job: Job) => {
      begun.push(jobKey(job))
      waiting.filter(({ isThere }) => isThere()).forEach(({ resolve }) => resolve())
      return answer(job)
    },
    times,
    has: (job: Job, atLeast = 1): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const isThere = () => times(job) >= atLeast
      if (isThere()) resolve()
      else waiting.push({ isThere, resolve })
      return promise
    },
  }
}
