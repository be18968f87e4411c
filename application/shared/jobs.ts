import type { EmailAddress } from '#domain/account/email-address.ts'
import type { CommentId, MailId, PostId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Milliseconds } from '#domain/shared/instant.ts'
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
  /**
   * Queues these failed jobs again, or all, with every try left, and takes them off the list of `FailedJobs`. Ids that are not on
   * it are ignored. Of two transactions that want the same job one gets it.
   */
  retry(which: readonly string[] | 'all'): Outcome<RetriedJobs>
}

/** What became of failed jobs that somebody asked for. */
export type RetriedJobs = {
  /** The ids of those that are off the list now, in any order. */
  readonly taken: readonly string[]
  /** How many of them were queued: not those that wait already in the same form. */
  readonly queued: number
}

/** `done`, or `given-up`: what it was for failed for good, such as a mix of a file that cannot be decoded. No retry helps. */
export type JobEnding = 'done' | 'given-up'

/** One attempt at a job. */
export type JobExecution = {
  /** Tells this job from others in the log; the same for every attempt where the queue knows. */
  readonly id: string
  /** The request that queued the job, if the queue remembers it: of several, the last. */
  readonly requestId: string | null
}

/** Performs one attempt at a job. */
export type PerformJob = (job: Job, execution: JobExecution) => Outcome<unknown, JobFailure>

/** Takes jobs from the queue. */
export interface JobRunner {
  /** Starts taking jobs. A job whose `perform` fails is retried. */
  start(perform: PerformJob): Outcome<void>
  /** Takes no further jobs and resolves when the running ones are done, or given back after a grace period. */
  stop(): Outcome<void>
}

/** How many jobs of a type wait. */
export type WaitingJobs = {
  readonly type: JobType
  /** Those that wait for a retry, too. */
  readonly waiting: number
  /** How long ago the oldest of them was queued; `null` if none waits. */
  readonly oldest: Milliseconds | null
}

/** Tells operators how much work waits. */
export interface JobStatistics {
  /** One entry for every type. Counts to `most` and no further, so that a long queue does not make the question expensive. */
  waiting(most: number): Outcome<readonly WaitingJobs[]>
}

/** A job failed; it is retried. */
export type JobFailure = { readonly type: 'JobFailure'; readonly job: Job; readonly cause: unknown }

/** Equal jobs have equal keys. */
export const jobKey = (job: Job): string =>
  JSON.stringify(Object.entries(job).toSorted(([one], [other]) => (one < other ? -1 : 1)))
