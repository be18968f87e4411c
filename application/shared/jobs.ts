import type { EmailAddress } from '#domain/account/email-address.ts'
import type { MailId, PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from './outcome.ts'
import type { Language } from './system.ts'

/** Work that is done after the commit that asked for it, by whichever worker comes first. No job carries a secret. */
export type Job =
  | { readonly type: 'send-mail'; readonly mailId: MailId }
  | { readonly type: 'queue-reset-mail'; readonly email: EmailAddress; readonly language: Language }
  | { readonly type: 'purge-stale-users' }
  | { readonly type: 'render-mix'; readonly postId: PostId }
  | { readonly type: 'remove-file'; readonly path: MediaPath }
  | { readonly type: 'remove-folder'; readonly folder: string }
  | { readonly type: 'sweep-orphans' }

/** The name of a kind of job. */
export type JobType = Job['type']

/** All of them, for queues that are made by name. */
export const JOB_TYPES = [
  'send-mail',
  'queue-reset-mail',
  'purge-stale-users',
  'render-mix',
  'remove-file',
  'remove-folder',
  'sweep-orphans',
] as const satisfies readonly JobType[]

/** Jobs asked for inside a transaction: they run if it commits, and never if it does not. */
export interface JobQueue {
  /**
   * At least once; a job that fails runs again later. While a job equal in type and all its fields still waits to
   * begin, the same job is not queued a second time.
   */
  add(job: Job): Outcome<void>
}

/** The other end of the queue. */
export interface JobRunner {
  /** Begins to take jobs. A failure of `perform` puts the job back; what it was goes to the log. */
  start(perform: (job: Job) => Outcome<void, JobFailure>): Outcome<void>
  /** Takes no further job and ends when those under way are done, or cut off after a grace of some seconds. */
  stop(): Outcome<void>
}

/** A job could not be done; it is tried again. */
export type JobFailure = { readonly type: 'JobFailure'; readonly job: Job; readonly cause: unknown }

/** Equal jobs have equal keys. */
export const jobKey = (job: Job): string =>
  JSON.stringify(Object.entries(job).toSorted(([one], [other]) => (one < other ? -1 : 1)))
