import type { EmailAddress } from '#domain/account/email-address.ts'
import type { CommentId, MailId, PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from './outcome.ts'
import type { Language } from './system.ts'

/** Work that a worker does after the transaction that queued it has committed. No job contains a secret. */
export type Job =
  | { readonly type: 'send-mail'; readonly mailId: MailId }
  | { readonly type: 'queue-reset-mail'; readonly email: EmailAddress; readonly language: Language }
  | { readonly type: 'purge-stale-users' }
  | { readonly type: 'ingest-track'; readonly postId: PostId; readonly commentId: CommentId | null }
  | { readonly type: 'render-mix'; readonly postId: PostId }
  | { readonly type: 'render-proposals'; readonly postId: PostId }
  | { readonly type: 'remove-file'; readonly path: MediaPath }
  | { readonly type: 'remove-folder'; readonly folder: string }
  | { readonly type: 'sweep-orphans' }

/** The type of a job. */
export type JobType = Job['type']

/** All types of jobs. */
export const JOB_TYPES = [
  'send-mail',
  'queue-reset-mail',
  'purge-stale-users',
  'ingest-track',
  'render-mix',
  'render-proposals',
  'remove-file',
  'remove-folder',
  'sweep-orphans',
] as const satisfies readonly JobType[]

/** Queues jobs inside a transaction: they run if it commits, and never if it does not. */
export interface JobQueue {
  /**
   * Runs the job at least once; a failed job is retried. While an equal job is waiting, the same job is not queued
   * again.
   */
  add(job: Job): Outcome<void>
}

/** Takes jobs from the queue. */
export interface JobRunner {
  /** Starts taking jobs. A job whose `perform` fails is logged and retried. */
  start(perform: (job: Job) => Outcome<void, JobFailure>): Outcome<void>
  /** Takes no further jobs and resolves when the running ones are done, or given back after a grace period. */
  stop(): Outcome<void>
}

/** A job failed; it is retried. */
export type JobFailure = { readonly type: 'JobFailure'; readonly job: Job; readonly cause: unknown }

/** Equal jobs have equal keys. */
export const jobKey = (job: Job): string =>
  JSON.stringify(Object.entries(job).toSorted(([one], [other]) => (one < other ? -1 : 1)))
