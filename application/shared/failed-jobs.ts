import type { Instant } from '#domain/shared/instant.ts'
import type { JobType } from './jobs.ts'
import type { Outcome } from './outcome.ts'

/** A dead letter: a job that failed at every try, and is not tried again until somebody asks for it. */
export type FailedJob = {
  readonly id: string
  readonly type: JobType
  /** When its last try failed. */
  readonly failedAt: Instant
  /** Why, as {@link failureCodes} says it; empty if its worker died or took too long. */
  readonly why: string
}

/** Lets operators see the jobs that came to nothing. `JobQueue.retry` tries them again. */
export interface FailedJobs {
  /** Oldest first, and at most so many. */
  list(most: number): Outcome<readonly FailedJob[]>
}

const MAX_DEPTH = 5

/** Fields of causes that hold a word or a number of a fixed set, and what such a word looks like. */
const CODES: Readonly<Record<string, RegExp>> = {
  type: /^[A-Za-z]{1,40}$/,
  what: /^[a-z ]{1,20}$/,
  code: /^[A-Z][A-Z0-9_]{1,40}$/,
  responseCode: /^\d{3}$/,
  status: /^\d\.\d{1,3}\.\d{1,3}$/,
}

/**
 * What may be stored and shown of a cause: the types and codes along its chain, such as `Unavailable mail EENVELOPE 550 5.1.1`.
 * Never a message, which may quote a mail and the keys in it.
 */
export const failureCodes = (cause: unknown): string => {
  const found: string[] = []
  let one = cause
  for (let depth = 0; depth < MAX_DEPTH && typeof one === 'object' && one !== null; depth++) {
    for (const [name, shape] of Object.entries(CODES)) {
      const value = (one as Readonly<Record<string, unknown>>)[name]
      if ((typeof value === 'string' || typeof value === 'number') && shape.test(`${value}`)) found.push(`${value}`)
    }
    one = (one as { readonly cause?: unknown }).cause
  }
  return found.join(' ')
}
