import type { Queue } from 'pg-boss'
import type { Job, JobType } from '#application/shared/jobs.ts'
import type { MailId } from '#domain/shared/id.ts'

export type QueueSettings = Omit<Queue, 'name'>

const HOUR = 3_600
const DAY = 24 * HOUR

/** Exponential backoff from 10 s (with jitter) up to an hour: 32 retries take a little over a day. */
const RETRY_FOR_A_DAY = { retryLimit: 32, retryDelay: 10, retryBackoff: true, retryDelayMax: HOUR }

/** Backoff from 2 to 60 s. These jobs are queued again anyway, mixes by `requeueWaitingMixes`, tracks by `queueWaitingTracks`. */
const RETRY_FOR_MINUTES = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 60 }

/** The queue of jobs that failed at every try. */
export const DEAD_LETTERS = 'dead-letters'

const SHARED: QueueSettings = {
  // At most one job per key waits; a running one does not keep the same job from being queued again.
  policy: 'short',
  notify: true,
  // A worker without a heartbeat for this long counts as dead, and its job is retried.
  heartbeatSeconds: 20,
  deleteAfterSeconds: HOUR,
  retentionSeconds: 14 * DAY,
  deadLetter: DEAD_LETTERS,
}

/** Holds what failed at its last try until somebody asks for it, and nobody works on it. */
export const DEAD_LETTER_QUEUE: QueueSettings = {
  policy: 'standard',
  notify: false,
  deleteAfterSeconds: HOUR,
  retentionSeconds: 90 * DAY,
}

/** The name of each queue. Two keep an older name, so that the jobs waiting in them survive an upgrade. */
export const QUEUE_NAMES: Readonly<Record<JobType, string>> = {
  'send-mail': 'send-letter',
  'queue-reset-mail': 'order-reset',
  'purge-stale-users': 'purge-stale-users',
  'ingest-track': 'ingest-track',
  'render-mix': 'render-mix',
  'render-proposals': 'render-proposals',
  'remove-file': 'remove-file',
  'remove-folder': 'remove-folder',
  'sweep-orphans': 'sweep-orphans',
}

/** A job as an earlier version stored it. */
type RenamedJob =
  | { readonly type: 'send-letter'; readonly letterId: MailId }
  | (Omit<Extract<Job, { type: 'queue-reset-mail' }>, 'type'> & { readonly type: 'order-reset' })

/** A job with the request that queued it. */
export type StoredJob = (Job | RenamedJob) & { readonly requestId?: string }

/** The stored job under its present name. */
export const jobOf = (job: StoredJob): Job => {
  const { requestId: _, ...stored } = job
  if (stored.type === 'send-letter') return { type: 'send-mail', mailId: stored.letterId }
  return stored.type === 'order-reset' ? { ...stored, type: 'queue-reset-mail' } : stored
}

/** One queue per job type; times in seconds. `expireInSeconds` is the timeout of one attempt. */
export const QUEUES: Readonly<Record<JobType, QueueSettings>> = {
  'send-mail': { ...SHARED, ...RETRY_FOR_A_DAY, expireInSeconds: 120 },
  'queue-reset-mail': { ...SHARED, ...RETRY_FOR_A_DAY, expireInSeconds: 60 },
  'purge-stale-users': { ...SHARED, ...RETRY_FOR_MINUTES, expireInSeconds: 15 * 60 },
  'ingest-track': { ...SHARED, ...RETRY_FOR_MINUTES, expireInSeconds: HOUR },
  'render-mix': { ...SHARED, ...RETRY_FOR_MINUTES, expireInSeconds: 6 * HOUR },
  'render-proposals': { ...SHARED, ...RETRY_FOR_MINUTES, expireInSeconds: 6 * HOUR },
  'remove-file': { ...SHARED, ...RETRY_FOR_A_DAY, expireInSeconds: 5 * 60 },
  'remove-folder': { ...SHARED, ...RETRY_FOR_A_DAY, expireInSeconds: 5 * 60 },
  'sweep-orphans': { ...SHARED, ...RETRY_FOR_MINUTES, expireInSeconds: HOUR },
}

/**
 * Queues that are no longer used. The next server to start deletes them with their jobs. These two, whose jobs carried
 * mail addresses, were never released.
 */
export const RETIRED: readonly string[] = ['send-activation-mail', 'send-someone-tried-mail']

/** How many jobs of a type one process runs at a time, of which `renders` mixes. */
export const concurrencyOf = (type: JobType, renders: number): number => {
  if (type === 'render-mix') return renders
  return type === 'send-mail' || type === 'queue-reset-mail' ? 2 : 1
}
